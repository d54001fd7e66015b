"""Whose figures a table holds: what is said of another place, or in a measure no plan has, is left out."""

from __future__ import annotations

from etl.layouts.endings import Answered, Asked, Left
from etl.layouts.label import FOREIGN, Place, Role
from etl.layouts.label_areas import leading_area
from etl.layouts.naming import Named, Names
from etl.layouts.table import Spot, Table
from etl.questions import NOT_OURS, Choice, Kind, Scope


class Places:
    """The places that the labels and titles of one sheet's tables name."""

    def __init__(self, names: Names, answered: Answered) -> None:
        self._names = names
        self._plan = names.plan
        self._answered = answered
        self._reader = names.reader
        self._ours: set[int] = set()  # tables whose titles name no other place

    def leave_foreign(self, labels: list[Named]) -> None:
        """Raises Left for a measure that no plan has, as a rank or a contribution."""
        for one in labels:
            if one.label.said in FOREIGN and not one.whole:
                raise Left(one.label.said.value, one.cell.text)

    def leave_other_places(self, spot: Spot, over: list[Named], beside: list[Named], section: list[Named]) -> None:
        """A place of its own on either side decides; without one, any other place leaves the figure out.

        Raises Left, and Asked where a title may name another place.
        """
        unnamed = [one for one in (*over, *beside) if not one.whole]
        joined = self._plan.fold("".join(one.cell.text for one in over))
        if any(one.label.place is Place.OWN for one in unnamed) or joined in self._plan.area_names:
            return
        others = [one for one in unnamed if one.label.place is Place.OTHER]
        for one, role in zip(beside, spot.beside_roles, strict=False):
            if role is Role.AREA and not one.any:
                others.append(one)
        if others:
            raise Left("other_area", others[0].cell.text)
        if any(one.label.place is Place.OTHER for one in section):
            raise Left("other_area", section[0].cell.text)
        if id(spot.table) not in self._ours:
            self._ask_foreign_title(spot.table)
            self._ours.add(id(spot.table))

    def _ask_foreign_title(self, table: Table) -> None:
        """A title that names another place: asked once a table."""
        labels = [(cell, self._reader.read(cell.text)) for cell in table.lines]
        if any(label.place is Place.OWN for _, label in labels):
            return
        if any(name in self._plan.fold(cell.text) for cell, _ in labels for name in self._plan.area_names):
            return
        for cell, label in labels:
            if label.place is Place.OTHER or any(
                leading_area(text, self._plan) for text in (self._plan.fold(cell.text), label.rest)
            ):
                answer = self._answered.choice(Kind.TABLE, table.sheet, cell)
                if answer not in {"ours", NOT_OURS}:
                    choices = [Choice("ours", 0.5, "choice.ours", {"found": cell.text})]
                    raise Asked(Kind.TABLE, cell, cell.text, choices, scope=Scope.TABLE)
                if answer == NOT_OURS:
                    raise Left("other_area", cell.text)
