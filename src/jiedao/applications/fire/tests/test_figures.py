"""What is counted of a half year of records."""

from jiedao.applications.fire.indicators import INDICATORS
from tests.cast import SmallTown
from tests.half_year import figures, records


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    shop = {"sort": "shop", "required": 2}
    records(town, "small_place", shop, shop | {"installed": 2, "installed_on": "2024-02-02"},
            {"sort": "bath", "required": 0})  # fmt: skip
    assert figures(town, [one.key for one in INDICATORS]) == {
        "small_place_smoke_alarm_rate": 50,
    }
