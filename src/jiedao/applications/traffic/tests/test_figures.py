"""What is counted of a half year of records."""

from datetime import date

from jiedao.applications.traffic.indicators import INDICATORS
from tests.cast import SmallTown
from tests.half_year import cases, figures, records, split


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    records(town, "traffic_action", {"day": "2024-01-05", "units": "交警中队"}, state="done")
    opened = {"opened_on": "2024-05-05"}
    records(town, "parking_site", opened | {"sort": "building", "locality": "田心", "spaces": 298},
            opened | {"sort": "campaign", "spaces": 2})  # fmt: skip
    records(town, "parking_building", {"spaces": 298, "day": "2024-01-01"}, state="accepted",
            finished_on=date(2024, 5, 5))  # fmt: skip
    done = {"cause": "占道", "rectified_on": "2024-04-10"}
    cases(town, "road_hazard", *(done | {"sort": one} for one in ("metro", "occupied", "metro")),
          state="struck_off")  # fmt: skip
    assert figures(town, [one.key for one in INDICATORS]) == {
        "traffic_campaign_actions": 1,
        "parking_spaces_added": 300,
        "parking_buildings_completed": 1,
        "road_hazard_classes": 2,
    }
    assert split(town, "parking_spaces_added", "sort") == {"building": 298, "campaign": 2}
