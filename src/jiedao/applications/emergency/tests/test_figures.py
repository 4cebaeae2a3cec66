"""What is counted of a half year of records."""

from datetime import date

from jiedao.applications.emergency.indicators import INDICATORS
from tests.cast import SmallTown
from tests.half_year import figures, records


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    records(town, "flood_point",
            {"threshold": 10, "unit": town.units.city.pk, "owner": town.handler.pk,
             "day": "2024-01-01"}, state="accepted", finished_on=date(2024, 5, 5))  # fmt: skip
    records(town, "first_responder", {"certificate": "SZ1", "certified_on": "2024-03-03"},
            {"certificate": "SZ2", "certified_on": "2023-03-03"})  # fmt: skip
    cover = {"covered": True, "cover_since": "2024-01-01"}
    records(town, "aed_cell", cover | {"cover_until": "2026-01-01"},
            cover | {"cover_until": "2024-05-01"}, {}, {})  # fmt: skip
    assert figures(town, [one.key for one in INDICATORS]) == {
        "waterlogging_points_completed": 1,
        "first_responders_trained": 1,
        "aed_cell_coverage": 25,
    }
