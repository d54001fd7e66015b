"""Drafts as the line understands them: read once per draft, answers and warehouse version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etl.errors import IntakeError
from etl.known import Known
from etl.line import Intake, take_in
from etl.plan import Plan
from etl.questions import Answers, State
from ui.clock import on_board
from ui.data import knowledge_at, latest_day
from ui.kept import kept
from ui.process import the_process
from warehouse.aliases import read_aliases
from warehouse.areas import other_places
from warehouse.batches import batch_with_hash
from warehouse.drafts import Draft, read_drafts
from warehouse.errors import MonthLocked
from warehouse.ledger import EVER
from warehouse.locks import lock_on
from warehouse.settings import as_of


@dataclass(frozen=True)
class Reading:
    """A draft with what was understood of it; `refusal` instead where the whole file is refused.

    `stored` is the standing batch of these very bytes, `locked` why what the file changes cannot be stored.
    """

    draft: Draft
    intake: Intake | None
    refusal: IntakeError | None
    stored: dict[str, Any] | None = None
    locked: MonthLocked | None = None

    @property
    def is_again(self) -> bool:
        """Somebody decided to store these bytes once more, as a new revision."""
        return bool(self.draft.answers.get("again"))

    @property
    def is_ready(self) -> bool:
        """Nothing is asked, every doubt is explained, no month is locked, and there is something new to store."""
        intake = self.intake
        return (
            intake is not None
            and self.locked is None
            and (self.stored is None or self.is_again)
            and not intake.questions
            and not intake.open_doubts
            and not intake.observations.is_empty()
        )

    @property
    def refused_cells(self) -> int:
        """How many cells with data will not be stored because of an error."""
        return sum(cell.state is State.REFUSED for cell in self.intake.cells) if self.intake else 0


def answers_of(draft: Draft) -> Answers:
    """What has been answered so far."""
    return Answers(choices=dict(draft.answers.get("choices", {})), reasons=dict(draft.answers.get("reasons", {})))


@kept(max_entries=4)
def _desk(version: int) -> tuple[Plan, Known]:
    """The plan and every figure that stands."""
    del version  # part of the cache's key only
    known = knowledge_at(as_of(latest_day()))
    process = the_process()
    plan = Plan.of(known.catalogue).beside(other_places(process.warehouse, process.programme_id))
    return plan, Known.of(known.observations)


@kept(max_entries=256)
def _read(draft_id: str, saved_at: datetime, version: int, _draft: Draft) -> Reading:
    del draft_id, saved_at  # part of the cache's key only
    plan, known = _desk(version)
    try:
        intake = take_in(
            _draft.content,
            _draft.file_name,
            catalogue=plan,
            known=known,
            received_at=on_board(_draft.begun_at),
            received_by=_draft.drafted_by,
            answers=answers_of(_draft),
            aliases=read_aliases(the_process().warehouse, the_process().programme_id, EVER),
        )
    except IntakeError as refusal:
        return Reading(_draft, None, refusal)
    return Reading(_draft, intake, None, stored_before(_draft), _locked(intake))


def stored_before(draft: Draft) -> dict[str, Any] | None:
    """The standing batch of these very bytes at this board."""
    process = the_process()
    stored = batch_with_hash(process.warehouse, draft.file_sha256)
    return stored if stored is not None and stored["programme_id"] == process.programme_id else None


def _locked(intake: Intake) -> MonthLocked | None:
    """Why what the file would change cannot be stored: its locked months, with who locked the newest and when."""
    process = the_process()
    return lock_on(process.warehouse, process.programme_id, intake.changed_periods)


def read(draft: Draft) -> Reading:
    """What the line understands of a draft with the answers given so far."""
    return _read(draft.draft_id, draft.saved_at, the_process().warehouse.version(), draft)


def open_readings() -> list[Reading]:
    """Every open draft, oldest first, read."""
    process = the_process()
    return [read(draft) for draft in read_drafts(process.warehouse, process.programme_id)]
