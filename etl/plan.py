"""The plan as the intake asks it: indicators, units and measures looked up by folded names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from etl.fold import characters_of, fold
from etl.measures import UnitWords
from rules.model import Accumulation, Frequency, Measure, Release
from rules.periods import periods_of_year
from warehouse.catalogue import Catalogue
from warehouse.reporting import indicators_owed


@lru_cache(maxsize=4096)
def _period_before(release: Release, period: date) -> date:
    years = (*periods_of_year(release, period.year - 1), *periods_of_year(release, period.year))
    return max(other for other in years if other < period)


@dataclass(frozen=True, slots=True)
class PlanIndicator:
    """One indicator with its release calendar and the values the plan asks of it."""

    indicator_id: str
    name: str
    measure: Measure
    accumulation: Accumulation
    unit_measure: str
    unit_mult: int
    unit_name: str
    decimals: int
    is_integer: bool
    can_fall: bool
    allowed_min: float | None
    allowed_max: float | None
    reporting_unit: str
    release: Release
    target_values: tuple[float, ...]
    is_owed: bool  # has a quantified target, or is the other side of one
    _years: dict[int, frozenset[date]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def has_period(self, period: date) -> bool:
        """Whether a figure exists for this period."""
        periods = self._years.get(period.year)
        if periods is None:
            periods = self._years[period.year] = frozenset(periods_of_year(self.release, period.year))
        return period in periods

    def period_before(self, period: date) -> date:
        """The newest period with a figure before this one."""
        return _period_before(self.release, period)


@dataclass(frozen=True, slots=True)
class Plan:
    """One programme, folded once for as many workbooks as come."""

    programme_id: str
    ref_area: str
    year: int
    title: str
    indicators: Mapping[str, PlanIndicator]
    indicator_names: Mapping[str, str]  # folded name or alias -> indicator_id
    units: Mapping[str, str]  # unit_id -> name
    unit_names: Mapping[str, str]  # folded name or alias -> unit_id
    unit_words: UnitWords
    characters: Mapping[int, str]
    area_names: frozenset[str] = frozenset()  # the programme's own place, folded
    other_places: frozenset[str] = frozenset()  # names of the warehouse's other areas, folded
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)  # what is derived from it once

    @classmethod
    def of(cls, catalogue: Catalogue) -> Plan:
        """From a catalogue; in a loop over files, make it once."""
        programme = catalogue.programme
        units = catalogue.units.to_dicts()
        indicators = catalogue.indicators.to_dicts()
        characters = characters_of((row["name_zh_hans"], row["name_zh_hant"]) for row in (*units, *indicators))

        def folded(text: str) -> str:
            return fold(text, characters)

        return cls(
            programme_id=programme["programme_id"],
            ref_area=programme["ref_area"],
            year=int(programme["year"]),
            title=programme["name"]["zh_hans"],
            indicators=_indicators(catalogue),
            indicator_names=_names(indicators, catalogue.indicator_aliases.to_dicts(), "indicator_id", folded),
            units={row["unit_id"]: row["name_zh_hans"] for row in units},
            unit_names=_names(units, catalogue.unit_aliases.to_dicts(), "unit_id", folded),
            unit_words=UnitWords.of(catalogue.unit_measures.to_dicts()),
            characters=characters,
            area_names=_place_names(programme["place"].values(), folded),
        )

    def beside(self, places: Iterable[str]) -> Plan:
        """The plan that knows which other areas' plans stand beside it."""
        return replace(self, other_places=frozenset(map(self.fold, places)) - self.area_names, kept={})

    def with_aliases(self, aliases: Iterable[Mapping[str, Any]]) -> Plan:
        """The plan widened by names people confirmed: rows of kind, alias, meaning (ids, or a unit's name).

        A name of the plan itself keeps its meaning; an alias whose meaning the plan no longer has is left out.
        """
        indicators, units = dict(self.indicator_names), dict(self.unit_names)
        measures: dict[str, frozenset[tuple[str, int]]] = {}
        for row in aliases:
            alias, meaning = self.fold(str(row["alias"])), str(row["meaning"])
            if row["kind"] == "indicator" and meaning in self.indicators:
                indicators.setdefault(alias, meaning)
            elif row["kind"] == "unit" and meaning in self.units:
                units.setdefault(alias, meaning)
            elif row["kind"] == "unit_measure":
                measures[alias] = self.unit_words.meanings(meaning)
        words = self.unit_words.with_words(measures) if measures else self.unit_words
        return replace(self, indicator_names=indicators, unit_names=units, unit_words=words, kept={})

    def fold(self, text: str) -> str:
        """As fold.fold, with the characters the plan's own names teach; each text once."""
        folded: dict[str, str] = self.kept.setdefault("folded", {})
        if text not in folded:
            if len(folded) >= _MOST_FOLDED:
                folded.clear()
            folded[text] = fold(text, self.characters)
        return folded[text]

    def owed(self, *, unit_id: str, period: date) -> list[PlanIndicator]:
        """The indicators a unit owes for a period, in the plan's order."""
        return [
            indicator
            for indicator in self.indicators.values()
            if indicator.reporting_unit == unit_id and indicator.is_owed and indicator.has_period(period)
        ]


_MOST_FOLDED = 65_536
_WHOLE_PLACE = {
    "县": ("全县", "我县", "本县"),
    "市": ("全市", "我市", "本市"),
    "区": ("全区", "我区", "本区"),
    "省": ("全省", "我省"),
}


def _place_names(names: Iterable[str], folded: Callable[[str], str]) -> frozenset[str]:
    """The place's names with the ways its own offices call it (全县)."""
    own = {folded(name) for name in names}
    kinds = {name[-1:] for name in own}
    return frozenset(own.union(*(_WHOLE_PLACE.get(kind, ()) for kind in kinds)))


def _names(
    rows: Iterable[Mapping[str, Any]],
    aliases: Iterable[Mapping[str, Any]],
    key: str,
    folded: Callable[[str], str],
) -> dict[str, str]:
    """Folded name -> id. A name that two of them share after folding matches neither."""
    owners: dict[str, set[str]] = {}
    for row in rows:
        for name in (row["name_zh_hans"], row["name_zh_hant"], row["name_en"]):
            owners.setdefault(folded(name), set()).add(row[key])
    for row in aliases:
        owners.setdefault(folded(row["alias"]), set()).add(row[key])
    return {name: next(iter(ids)) for name, ids in owners.items() if name and len(ids) == 1}


def _indicators(catalogue: Catalogue) -> dict[str, PlanIndicator]:
    releases = {row["indicator_id"]: row for row in catalogue.releases.to_dicts()}
    measures = {(row["unit_measure"], row["unit_mult"]): row for row in catalogue.unit_measures.to_dicts()}
    values: dict[str, list[float]] = {}
    owed = indicators_owed(catalogue)
    for target in catalogue.targets.to_dicts():
        if target["value"] is not None:
            values.setdefault(target["indicator_id"], []).append(target["value"])
    return {
        row["indicator_id"]: _indicator(
            row,
            release=releases[row["indicator_id"]],
            unit=measures[row["unit_measure"], row["unit_mult"]],
            values=tuple(values.get(row["indicator_id"], ())),
            is_owed=row["indicator_id"] in owed,
        )
        for row in catalogue.indicators.to_dicts()
    }


def _indicator(
    row: Mapping[str, Any],
    *,
    release: Mapping[str, Any],
    unit: Mapping[str, Any],
    values: tuple[float, ...],
    is_owed: bool,
) -> PlanIndicator:
    return PlanIndicator(
        indicator_id=row["indicator_id"],
        name=row["name_zh_hans"],
        measure=Measure(row["measure"]),
        accumulation=Accumulation(row["accumulation"]),
        unit_measure=row["unit_measure"],
        unit_mult=row["unit_mult"],
        unit_name=unit["name_zh_hans"],
        decimals=row["decimals"],
        is_integer=row["is_integer"],
        can_fall=row["can_fall"],
        allowed_min=row["allowed_min"],
        allowed_max=row["allowed_max"],
        reporting_unit=row["reporting_unit"],
        release=Release(
            frequency=Frequency(release["frequency"]),
            first_month=release["first_month"],
            lag_days=release["lag_days"],
            grace_days=release["grace_days"],
        ),
        target_values=values,
        is_owed=is_owed,
    )
