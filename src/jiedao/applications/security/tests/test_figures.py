"""What is counted of a half year of records."""

from jiedao.applications.security.indicators import INDICATORS
from tests.cast import SmallTown
from tests.half_year import figures, records


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    records(town, "key_area", {"field": "gangs", "issues": "夜间纠纷", "day": "2024-04-01"},
            {"field": "gangs", "issues": "夜间纠纷", "day": "2023-04-01"})  # fmt: skip
    assert figures(town, [one.key for one in INDICATORS]) == {
        "crime_key_areas_listed": 1,
    }
