"""What is counted of a half year of records."""

from jiedao.applications.command.indicators import INDICATORS
from tests.cast import SmallTown
from tests.half_year import cases, figures


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    cases(town, "emergency_event", {"sort": "accident"}, {"sort": "disaster"}, state="settled")
    cases(town, "emergency_event", {"sort": "accident"})
    assert figures(town, [one.key for one in INDICATORS]) == {
        "emergency_events_handled": 2,
        "emergency_events_handled_rate": 66.67,
    }
