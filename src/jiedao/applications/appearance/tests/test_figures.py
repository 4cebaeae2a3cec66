"""What is counted of a half year of records."""

from jiedao.applications.appearance.indicators import INDICATORS
from tests.cast import SmallTown
from tests.figures import figure
from tests.half_year import cases, figures, records, split


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    action = records(town, "enforcement_action",
                     {"day": "2024-03-02", "sort": "appearance", "scheme": "沿街逐户"},
                     {"day": "2024-03-03", "sort": "enforcement", "scheme": "沿街逐户"},
                     state="done")  # fmt: skip
    cases(town, "street_disorder", {"sort": "vending"}, {"sort": "parking"}, state="put_right",
          about=action)  # fmt: skip
    cases(town, "street_disorder", {"sort": "frontage", "document": "1", "filed_on": "2024-04-03"},
          state="penalised")  # fmt: skip
    stock = {"origin": "stock", "disposed_on": "2024-04-20"}
    cases(town, "illegal_building", stock | {"floor_area": "50000", "disposal": "demolished"},
          stock | {"floor_area": "25000", "disposal": "regularised", "permit": "1"},
          state="disposed")  # fmt: skip
    records(town, "illegal_building_task", {"year": 2024, "target": "150000", "done": "75000"})
    records(town, "recycling_station", {"checked_on": "2024-02-01"}, {})
    cases(town, "recycling_violation", {"sort": "station", "cleared_on": "2024-05-10"},
          {"sort": "vehicle", "cleared_on": "2024-05-10"}, state="kept_clear")  # fmt: skip
    cases(town, "recycling_violation", {"sort": "station"})
    assert figures(town, [one.key for one in INDICATORS]) == {
        "enforcement_actions": 2,
        "street_disorders_closed": 2,
        "street_vending_cleared": 1,
        "street_cases_filed": 1,
        "street_cases_closed": 1,
        "illegal_building_area_reduced": 7.5,
        "illegal_building_task_ratio": 50,
        "recycling_sites_cleared": 1,
        "vehicle_recycling_spots_cleared": 1,
        "recycling_sites_rectified_rate": 66.67,
        "recycling_sites_check_coverage": 50,
    }
    # A check of February covers nothing of the second quarter.
    assert figure(town, "recycling_sites_check_coverage", "2024Q1..2024Q2") == 50
    assert figure(town, "recycling_sites_check_coverage", "2024Q2") == 0
    assert split(town, "enforcement_actions", "sort") == {"appearance": 1, "enforcement": 1}
    assert split(town, "illegal_building_area_reduced", "disposal") == {
        "demolished": 5, "regularised": 2.5,
    }  # fmt: skip
