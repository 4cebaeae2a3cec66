"""What is counted of a half year of records."""

from jiedao.applications.disputes.indicators import INDICATORS
from tests.cast import SmallTown
from tests.half_year import figures, records


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    said = {"course": "已劝离", "day": "2024-06-01"}
    records(town, "stability_incident", said | {"sort": "gathering"})
    assert figures(town, ["mass_incidents"]) == {"mass_incidents": 0}
    records(town, "stability_incident", said | {"sort": "mass"})
    assert figures(town, [one.key for one in INDICATORS]) == {
        "mass_incidents": 1,
    }
