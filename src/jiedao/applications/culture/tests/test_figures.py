"""What is counted of a half year of records."""

from jiedao.applications.culture.indicators import INDICATORS
from tests.cast import SmallTown
from tests.half_year import cases, figures, records, split


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    cases(town, "civility_finding", {"source": "city"}, {"source": "district"}, {"source": "own"},
          state="struck_off")  # fmt: skip
    records(town, "practice_site", {"opened_on": "2024-03-03"},
            {"sort": "post", "opened_on": "2024-03-03"})  # fmt: skip
    held = {"day": "2024-03-03"}
    records(town, "practice_event", held, state="held", attended=20)
    records(town, "culture_event", held | {"sort": "culture"}, held | {"sort": "sport"},
            state="held", attended=11500)  # fmt: skip
    records(town, "culture_event", held | {"sort": "culture"})
    assert figures(town, [one.key for one in INDICATORS]) == {
        "civility_findings_rectified": 2,
        "civility_practice_sites_added": 1,
        "civility_practice_events": 1,
        "sport_and_culture_events": 2,
        "culture_event_person_times": 1.15,
    }
    assert split(town, "sport_and_culture_events", "sort") == {"culture": 1, "sport": 1}
