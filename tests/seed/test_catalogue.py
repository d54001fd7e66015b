"""The reviewed plan of 2024 itself: complete, placed, owned, and the figures the text gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rules.model import Kind, Measure
from warehouse.catalogue import Catalogue
from warehouse.contradictions import contradicting_indicators
from warehouse.seed import read_programme

FOLDER = Path(__file__).parents[2] / "data" / "seed" / "xupu_2024"
YEAR_END = date(2024, 12, 31)
FIRST_HALF = date(2024, 6, 30)
NEXT_YEAR = date(2025, 12, 31)
DOCUMENTS = {"master", *(f"annex_{number}" for number in range(1, 9))}
PLAIN_KINDS = {
    Kind.GROWTH_RATE: Measure.YOY_GROWTH,
    Kind.CUMULATIVE: Measure.LEVEL,
    Kind.STOCK: Measure.LEVEL,
    Kind.STANDARD: Measure.LEVEL,
    Kind.SHARE: Measure.SHARE,
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_programme(FOLDER)


@pytest.fixture(scope="module")
def targets(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    return {row["target_id"]: row for row in catalogue.targets.iter_rows(named=True)}


@pytest.fixture(scope="module")
def indicators(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    return {row["indicator_id"]: row for row in catalogue.indicators.iter_rows(named=True)}


# --- the whole --------------------------------------------------------------------------------------------


def test_the_plan_has_its_quantified_targets_each_with_a_place(catalogue: Catalogue) -> None:
    quantified = catalogue.targets.filter("quantified")
    assert quantified.height >= 245
    assert set(catalogue.targets["document"]) == DOCUMENTS
    places = catalogue.targets.select("document", "section", "item", "ordinal")
    assert places.n_unique() == places.height
    unplaced = quantified.filter(pl.col("item").is_null() & (pl.col("section") != 1))
    assert unplaced.is_empty(), "only the paragraph of an annex's goals has no item number"


def test_rows_of_a_place_are_numbered_without_gaps(catalogue: Catalogue) -> None:
    place = pl.col("document", "section", "item")
    numbered = catalogue.targets.group_by(place).agg(pl.col("ordinal").sort())
    for ordinals in numbered["ordinal"]:
        assert ordinals.to_list() == list(range(1, len(ordinals) + 1))


def test_an_annex_belongs_to_its_action(catalogue: Catalogue) -> None:
    documents = dict(catalogue.actions.select("action_id", "document").iter_rows())
    assert documents == {f"a{number}": f"annex_{number}" for number in range(1, 9)}
    for row in catalogue.targets.filter(pl.col("document") != "master").iter_rows(named=True):
        assert documents[row["action_id"]] == row["document"], row["target_id"]


def test_every_indicator_is_asked_for_or_compared_with(catalogue: Catalogue) -> None:
    asked = set(catalogue.targets["indicator_id"]) | set(catalogue.targets["relative_to"].drop_nulls())
    assert set(catalogue.indicators["indicator_id"]) == asked
    assert set(catalogue.releases["indicator_id"]) == asked


def test_only_rows_that_can_be_checked_are_quantified(catalogue: Catalogue) -> None:
    kinds = dict(catalogue.targets.group_by("quantified").agg(pl.col("kind").unique()).iter_rows())
    assert set(kinds[False]) == {Kind.DIRECTION, Kind.NOT_QUANTIFIED}
    assert not {Kind.DIRECTION, Kind.NOT_QUANTIFIED} & set(kinds[True])


def test_a_row_with_a_figure_is_quantified(catalogue: Catalogue) -> None:
    assert catalogue.targets.filter(~pl.col("quantified"), pl.col("value").is_not_null()).is_empty()


# --- targets and indicators fit ---------------------------------------------------------------------------


def test_a_target_is_measured_as_its_kind_needs(
    targets: dict[str, dict[str, Any]], indicators: dict[str, dict[str, Any]]
) -> None:
    for target in targets.values():
        indicator = indicators[target["indicator_id"]]
        measure = PLAIN_KINDS.get(Kind(target["kind"]))
        assert measure in (None, indicator["measure"]), target["target_id"]
        assert target["direction"] == indicator["direction"], target["target_id"]
        if target["kind"] == Kind.CUMULATIVE:
            assert indicator["accumulation"] == "ytd", target["target_id"]
        if target["kind"] in (Kind.STOCK, Kind.STANDARD):
            assert indicator["accumulation"] == "end_of_period", target["target_id"]


def test_a_target_lies_within_what_its_indicator_allows(
    targets: dict[str, dict[str, Any]], indicators: dict[str, dict[str, Any]]
) -> None:
    for target in (row for row in targets.values() if row["value"] is not None):
        indicator = indicators[target["indicator_id"]]
        lowest, highest = indicator["allowed_min"], indicator["allowed_max"]
        assert lowest is None or target["value"] >= lowest, target["target_id"]
        assert highest is None or target["value"] <= highest, target["target_id"]
        assert not indicator["is_integer"] or target["value"] == int(target["value"]), target["target_id"]


def test_shares_stay_within_a_hundred_and_counts_above_nothing(indicators: dict[str, dict[str, Any]]) -> None:
    for indicator in indicators.values():
        allowed = (indicator["allowed_min"], indicator["allowed_max"])
        if indicator["measure"] == Measure.SHARE:
            assert allowed == (0, 100), indicator["indicator_id"]
        elif indicator["measure"] != Measure.YOY_GROWTH:
            net_increase = indicator["indicator_id"].endswith("_net_new")
            assert allowed[0] is None if net_increase else allowed[0] >= 0, indicator["indicator_id"]


def test_figures_without_january_come_with_february(catalogue: Catalogue) -> None:
    combined = set(catalogue.releases.filter("jan_feb_combined")["indicator_id"])
    assert combined >= {
        "industrial_va_growth",
        "retail_sales_growth",
        "fixed_investment_growth",
        "foreign_trade_growth",
    }
    frequencies = dict(catalogue.releases.select("indicator_id", "frequency").iter_rows())
    assert frequencies["gdp_growth"] == frequencies["resident_income_growth"] == "quarterly"
    assert frequencies["rd_spending_growth"] == frequencies["urbanisation_rate"] == "annual"
    assert frequencies["grain_output"] == "annual"


@pytest.mark.parametrize("action_id", [f"a{number}" for number in range(1, 9)])
def test_an_action_leads_with_figures_that_come_during_the_year(catalogue: Catalogue, action_id: str) -> None:
    mine = set(catalogue.targets.filter(action_id=action_id)["indicator_id"])
    leading = (
        catalogue.indicators.filter(pl.col("indicator_id").is_in(mine), pl.col("headline").is_not_null())
        .join(catalogue.releases, on="indicator_id")
        .sort("headline", "indicator_id")
        .head(6)
    )
    assert 4 <= leading.height <= 6
    assert "annual" not in leading["frequency"].head(4).to_list()


# --- units ------------------------------------------------------------------------------------------------


def test_every_unit_has_a_part_in_the_plan(catalogue: Catalogue) -> None:
    lists = [
        frame[column].drop_nulls().str.split(";").explode()
        for frame in (catalogue.targets, catalogue.projects, catalogue.livelihood_items)
        for column in ("lead_units", "supporting_units")
    ]
    named = set(pl.concat(lists)) | set(catalogue.action_members["unit_id"])
    named |= set(catalogue.actions["office_unit"]) | set(catalogue.indicators["reporting_unit"])
    organising = {"government_office", "supervision_office", "general_task_force"}
    organising |= {"business_reform_office", "task_force_members"}
    assert set(catalogue.units["unit_id"]) == named | organising


def test_no_lead_is_given_where_the_text_names_none(catalogue: Catalogue) -> None:
    goals = catalogue.targets.filter((pl.col("document") == "master") | (pl.col("section") == 1))
    assert goals["lead_units"].is_null().all()
    assert goals["supporting_units"].is_null().all()
    led = catalogue.targets.filter(pl.col("lead_units").is_not_null(), document="annex_6")
    assert set(led["item"]) == {"4.2"}


def test_an_indicator_of_the_plan_is_reported_by_a_lead(catalogue: Catalogue) -> None:
    leads: dict[str, set[str]] = {}
    for indicator_id, units in catalogue.targets.select("indicator_id", "lead_units").iter_rows():
        leads.setdefault(indicator_id, set()).update((units or "").split(";"))
    for row in catalogue.indicators.iter_rows(named=True):
        is_lead = row["reporting_unit"] in leads.get(row["indicator_id"], set())
        assert is_lead == (row["reporting_basis"] == "plan"), row["indicator_id"]


# --- facts of the text ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """What one sentence asks: where it stands, of which indicator, and how it puts it."""

    place: str
    indicator_id: str
    value: float | None
    unit: str
    lead: str = ""
    comparator: str | None = ">="
    strength: str = "complete"
    kind: str | None = None
    value_from: float | None = None
    stretch: float | None = None
    deadline: date = YEAR_END
    relative_to: str | None = None


PARK = "industrial_park"
FACTS = (
    Fact("master 1 1", "industrial_va_growth", 7, "percent 0"),
    Fact("master 1 1", "services_value_added_growth", None, "percent 0", comparator=">", relative_to="gdp_growth"),
    Fact("master 1 3", "retail_sales_growth", 10, "percent 0", strength="strive"),
    Fact("master 1 5", "business_entities", 51400, "business_entity 0"),
    Fact("master 1 6", "urbanisation_rate", 40, "percent 0", strength="strive"),
    Fact("master 1 6", "county_seat_population", 20, "person 4", strength="strive"),
    Fact("master 2 2", "ip_credit_loans", 4000, "cny 4", strength="strive"),
    Fact("master 2 5", "registered_enterprises", 10910, "business_entity 0", strength="must"),
    Fact("master 2 8", "zero_employment_families", 0, "household 0", comparator="=", strength="must"),
    Fact("annex_1 1 ", "tourism_revenue_growth", 56.68, "percent 0", strength="strive"),
    Fact("annex_1 2 2", "health_medicine_output", 22, "cny 8", "agriculture_rural", comparator=">", strength="strive"),
    Fact(
        "annex_1 2 3",
        "pig_slaughter",
        93.8,
        "head 4",
        "agriculture_rural;forestry;livestock_fisheries",
        strength="must",
    ),
    Fact("annex_1 2 4", "retail_sales", 90.93, "cny 8", "commerce", strength="strive"),
    Fact("annex_1 2 4", "retail_sales_growth", 8, "percent 0", "commerce", strength="strive"),
    Fact("annex_1 2 5", "tourist_visits", 650, "visit 4", "culture_tourism", strength="strive"),
    Fact("annex_1 3 3", "digital_core_va_growth", 10, "percent 0", "industry_it", strength="strive"),
    Fact("annex_2 1 ", "rd_spending_growth", 20, "percent 0", strength="strive"),
    Fact("annex_2 2 4.1", "science_envoys", 134, "person 0", "organisation_department;science_technology"),
    Fact(
        "annex_2 2 5.1",
        "tech_contract_value",
        10,
        "cny 8",
        f"science_technology;market_regulation;{PARK}",
        strength="strive",
    ),
    Fact(
        "annex_2 2 5.3", "tech_sme_registered", 137, "enterprise 0", "science_technology;industry_it", strength="strive"
    ),
    Fact("annex_3 1 ", "retail_sales_growth", 8, "percent 0"),
    Fact("annex_3 2 1.1", "new_energy_vehicle_share", 40, "percent 0", "development_reform"),
    Fact(
        "annex_3 2 2.1",
        "fixed_investment_growth",
        8.5,
        "percent 0",
        "development_reform",
        strength="must",
        stretch=10,
    ),
    Fact("annex_3 2 3.4", "cross_border_firms_converted", 2, "enterprise 0", "commerce", strength="strive"),
    Fact("annex_4 2 1.1", "enterprise_inspections_growth", -20, "percent 0", "development_reform", "<="),
    Fact("annex_4 2 2.5", "convenience_scenarios_launched", 7, "item 0", "government_services", ">"),
    Fact("annex_4 2 4.3", "park_reform_pilots", 1, "item 0", PARK),
    Fact("annex_4 2 4.4", "rd_intensity", 1.7, "percent 0", "science_technology", strength="strive"),
    Fact("annex_4 2 4.4", "tech_contract_value", 8, "cny 8", "science_technology", strength="must"),
    Fact("annex_4 2 4.4", "tech_sme_registered", 106, "enterprise 0", "science_technology"),
    Fact("annex_5 1 ", "high_tech_firms", 55, "enterprise 0", comparator=">"),
    Fact("annex_5 2 6", "ip_pledge_finance", 1200, "cny 4", "market_regulation"),
    Fact("annex_5 2 7", "return_entities_new", 1000, "business_entity 0", "agriculture_rural"),
    Fact(
        "annex_5 2 12",
        "service_complaints",
        0,
        "event 0",
        "government_services;housing_construction;market_regulation",
        "=",
        "strive",
    ),
    Fact("annex_6 1 ", "county_seat_population", 16, "person 4", deadline=NEXT_YEAR),
    Fact("annex_6 1 ", "urbanisation_rate", 33.5, "percent 0", deadline=NEXT_YEAR),
    Fact(
        "annex_6 1 ",
        "rural_income_growth",
        None,
        "percent 0",
        comparator=">",
        kind="relative",
        relative_to="urban_income_growth",
    ),
    Fact("annex_6 2 4.3", "old_neighbourhoods_started", 65, "community 0"),
    Fact("annex_6 2 5.2", "county_hospitalisation_rate", 90, "percent 0", strength="must"),
    Fact("annex_6 2 5.4", "farmland_built_or_upgraded", 4, "mu 4"),
    Fact("annex_6 2 5.4", "grain_output", 36, "tonne 4"),
    Fact("annex_7 1 4", "contaminated_farmland_safe_use", 92, "percent 0", strength="must"),
    Fact("annex_7 1 3", "serious_accidents", 0, "event 0", comparator="=", strength="must", kind="zero_tolerance"),
    Fact("annex_7 2 3.2", "criminal_case_incidence_growth", -50, "percent 0", comparator="<=", strength="must"),
    Fact("annex_7 2 4.2", "water_sources_remediated", 85, "place 0"),
    Fact("annex_8 2 1.1.2", "family_guidance_parents", 31000, "person 0", "womens_federation"),
    Fact("annex_8 2 1.3.5", "urban_subsistence_standard", 700, "cny_per_month 0", "civil_affairs", value_from=650),
    Fact("annex_8 2 1.3.5", "rural_subsistence_standard", 5400, "cny_per_year 0", "civil_affairs", value_from=5000),
    Fact(
        "annex_8 2 1.8.16",
        "government_data_sharing",
        None,
        "stage 0",
        "government_services;industry_it",
        comparator=None,
        strength="strive",
        kind="milestone",
        deadline=FIRST_HALF,
    ),
    Fact("annex_8 2 1.8.17", "social_card_travel_holders", 1.7, "person 4", "human_resources;transport"),
    Fact("annex_8 2 1.10.20", "trunk_roads_refined", 2.323, "kilometre 0", "transport"),
    Fact("annex_8 2 1.10.21", "water_storage_added", 88.2, "cubic_metre 4", "water_resources"),
    Fact("annex_8 2 1.10.22", "water_sources_remediated", 70, "place 0", "ecology_environment"),
    Fact("annex_8 2 3.5", "farmland_new", 5.63, "mu 4", "agriculture_rural"),
    Fact("annex_8 2 3.6", "land_greened", 0.94, "mu 4", "forestry"),
)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.place} {fact.indicator_id}")
def test_the_text_says_so(fact: Fact, targets: dict[str, dict[str, Any]]) -> None:
    document, section, item = fact.place.split(" ")
    place = {"document": document, "section": int(section), "item": item or None}
    wanted = place | {"indicator_id": fact.indicator_id, "relative_to": fact.relative_to}
    found = [row for row in targets.values() if row["quantified"] and wanted.items() <= row.items()]
    rows = [row for row in found if row["value"] == fact.value and row["deadline"] == fact.deadline]
    assert len(rows) == 1, [row["value"] for row in found]
    row = rows[0]
    assert row["comparator"] == fact.comparator
    assert f"{row['unit_measure']} {row['unit_mult']}" == fact.unit
    assert (row["lead_units"] or "") == fact.lead
    assert row["strength"] == fact.strength
    assert (row["value_from"], row["stretch"]) == (fact.value_from, fact.stretch)
    assert fact.kind in (None, row["kind"])


def test_facts_are_of_all_nine_documents() -> None:
    assert {fact.place.split(" ")[0] for fact in FACTS} == DOCUMENTS


def test_the_plan_contradicts_itself_where_it_does(catalogue: Catalogue) -> None:
    assert set(contradicting_indicators(catalogue.targets)) == {
        "retail_sales_growth",
        "business_entities",
        "registered_enterprises",
        "county_seat_population",
        "urbanisation_rate",
        "tech_contract_value",
        "tech_sme_registered",
        "water_sources_remediated",
    }


def test_lists_of_different_scope_are_different_indicators(targets: dict[str, dict[str, Any]]) -> None:
    renewal = {row["value"]: row["indicator_id"] for row in targets.values() if row["unit_measure"] == "community"}
    assert set(renewal) == {65, 15, 2}
    assert len(set(renewal.values())) == 3


def test_dates_other_than_the_year_end(catalogue: Catalogue) -> None:
    dates = Counter(catalogue.targets["deadline"])
    assert set(dates) == {YEAR_END, FIRST_HALF, NEXT_YEAR}
    assert dates[FIRST_HALF] == 1
    assert dates[NEXT_YEAR] == 5


def test_codes_are_kept_as_text(targets: dict[str, dict[str, Any]]) -> None:
    for target_id in ("a4_2_4_3_goal_363", "a4_2_4_3_goal_515"):
        assert targets[target_id]["kind"] == Kind.NOT_QUANTIFIED
        assert targets[target_id]["note_en"]


# --- livelihood items and projects ------------------------------------------------------------------------


def test_the_livelihood_items_are_all_there(catalogue: Catalogue) -> None:
    items = catalogue.livelihood_items
    assert Counter(items["item_group"]) == {"provincial": 22, "assistance": 2, "city": 7}
    for group, rows in items.group_by("item_group"):
        assert sorted(rows["number"]) == list(range(1, rows.height + 1)), group
    counted = {"a8_1_provincial_items": 22, "a8_1_assistance_items": 2, "a8_1_city_items": 7}
    found = dict(catalogue.targets.select("target_id", "value").iter_rows())
    assert {target_id: found[target_id] for target_id in counted} == counted


def test_every_livelihood_target_is_a_part_of_its_item(catalogue: Catalogue) -> None:
    parts = catalogue.livelihood_parts.join(catalogue.livelihood_items, on="item_id", suffix="_of_item")
    assert set(parts["item_id"]) == set(catalogue.livelihood_items["item_id"])
    placed = dict(catalogue.targets.select("target_id", "item").iter_rows())
    for target_id, item in parts.drop_nulls("target_id").select("target_id", "item").iter_rows():
        assert placed[target_id] == item, target_id
    tasks = catalogue.targets.filter(document="annex_8", section=2)
    assert set(tasks["target_id"]) == set(parts["target_id"].drop_nulls())


def test_every_livelihood_part_says_whether_it_is_works(catalogue: Catalogue) -> None:
    parts = catalogue.livelihood_parts
    assert parts["is_works"].null_count() == 0
    staged = catalogue.targets.filter(pl.col("stage").is_not_null() & (pl.col("kind") == Kind.CUMULATIVE))
    assert parts.join(staged, on="target_id", how="semi")["is_works"].all()
    standards = catalogue.targets.filter(pl.col("kind").is_in([Kind.STANDARD, Kind.SHARE]))
    assert not parts.join(standards, on="target_id", how="semi")["is_works"].any()


def test_a_project_due_in_the_year_says_its_stage(catalogue: Catalogue) -> None:
    due = catalogue.projects.drop_nulls("deadline")
    assert due["stage"].is_not_null().all()
    assert set(due["deadline"]) == {YEAR_END}
    assert catalogue.projects.height >= 60
