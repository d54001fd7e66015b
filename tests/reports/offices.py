"""The made-up county's reports for the tests: a filled warehouse with entries of every list, and what to ask of it."""

from __future__ import annotations

from datetime import date, datetime

from i18n import words_for
from reports.content.make import make_content
from reports.content.material import Material
from reports.content.model import Content
from reports.desk import boards_of, material_for
from warehouse.connection import Warehouse
from warehouse.ledgers import close_entry, write_entry
from warehouse.meetings import decide, start_meeting, write_remark
from warehouse.settings import as_of

PROGRAMME = "tiny_2031"
DAY = date(2031, 11, 20)
PERIODS = {
    "monthly_work": "2031-10",
    "ten_day_brief": "2031-T32",
    "monthly_bulletin": "2031-10",
    "quarterly_review": "2031-Q3",
    "annual_review": "2031",
}
WRITTEN = datetime(2031, 10, 12, 3)


def fill_lists(warehouse: Warehouse) -> None:
    """A task closed in time, one overdue, one with braces in its title; a shortcoming, a highlight that cites."""

    def write(ledger: str, title: str, **fields: object) -> str:
        return write_entry(
            warehouse, PROGRAMME, ledger=ledger, title=title, action_id="industry", by="甲", at=WRITTEN, **fields
        )  # type: ignore[arg-type]

    done = write("key_task", "月调度会", due_on=date(2031, 10, 20))
    close_entry(warehouse, PROGRAMME, done, by="甲", closed_on=date(2031, 10, 18), at=datetime(2031, 10, 18, 4))
    write("key_task", "园区{二期}用地", due_on=date(2031, 9, 30), progress="材料已报", lead_units=["industry_it"])
    write("shortcoming", "零售增速回落", due_on=date(2031, 12, 1), indicator_ids=["retail_growth"])
    write(
        "highlight",
        "工业稳增",
        description="逐户走访。",
        cited_indicator_id="industry_growth",
        cited_period=date(2031, 9, 1),
    )


def hold_meeting(warehouse: Warehouse) -> str:
    """A meeting over October as it was known on 10 November, with a remark and a decision."""
    held = datetime(2031, 11, 12, 2)
    meeting_id = start_meeting(
        warehouse,
        PROGRAMME,
        name="十月调度会",
        held_on=held.date(),
        period=date(2031, 10, 1),
        figures_as_of=as_of(date(2031, 11, 10)),
        agenda="behind",
        kept_by="甲",
        at=held,
    )
    write_remark(warehouse, PROGRAMME, meeting_id, words="原料涨价。", author="甲", indicator_id="industry_growth")
    unit, due_on = "industry_it", date(2031, 11, 30)
    decide(warehouse, PROGRAMME, meeting_id, words="企业{逐户}走访", lead_unit=unit, due_on=due_on, by="甲")
    return meeting_id


def material(
    warehouse: Warehouse,
    kind: str,
    *,
    language: str = "zh-Hans",
    day: date = DAY,
    period: str | None = None,
    **more: object,
) -> Material:
    """What a kind of report of the made-up county is made from."""
    return material_for(
        warehouse,
        kind=kind,
        period=period or PERIODS[kind],
        asked=as_of(day),
        words=words_for(language),
        board_at=boards_of(warehouse, PROGRAMME),
        **more,  # type: ignore[arg-type]
    )


def content(warehouse: Warehouse, kind: str = "monthly_work", **more: object) -> Content:
    return make_content(material(warehouse, kind, **more), kind)  # type: ignore[arg-type]
