"""What is counted of a half year of records."""

from datetime import date

from jiedao.applications.care.indicators import INDICATORS
from tests.cast import SmallTown
from tests.half_year import figures, records, split


def test_the_figures_of_a_half_year(town: SmallTown) -> None:
    applied = {"household": "W1-302", "year": 2024, "day": "2024-03-03"}
    records(town, "home_adaptation", applied | {"accepted_on": "2024-06-01"}, state="accepted")
    opened = {"opened_on": "2024-06-01"}
    canteen = records(town, "elder_canteen", opened | {"grade": "second"})
    diner = records(town, "diner", {"card": "ZC1", "subsidy": "6"})
    records(town, "meal", {"canteen": canteen.pk, "subsidy": "6", "day": "2024-06-02"},
            state="given", about=diner, given_on=date(2024, 6, 2))  # fmt: skip
    records(town, "elder_facility", opened | {"sort": "station"},
            opened | {"sort": "nursing", "beds": 100})  # fmt: skip
    records(town, "child_site",
            {"sort": "community", "demonstration": True, "completed_on": "2024-06-01"},
            {"sort": "room", "completed_on": "2024-06-01"})  # fmt: skip
    records(town, "child_community", {"level": "city", "awarded_on": "2024-06-01"}, {})
    records(town, "family_event", {"audience": "family", "day": "2024-06-01"}, state="held",
            attended=300)  # fmt: skip
    assert figures(town, [one.key for one in INDICATORS]) == {
        "home_adaptation_applications": 1,
        "home_adaptations_completed": 1,
        "elder_canteens_built": 1,
        "meal_subsidies": 6,
        "elder_stations_opened": 1,
        "elder_beds_added": 100,
        "child_friendly_points": 1,
        "child_friendly_coverage": 50,
        "women_children_events": 1,
        "women_children_person_times": 0.03,
    }
    assert split(town, "elder_canteens_built", "grade") == {"second": 1}
