"""On the dispatch desk: the places that the words of a case without a point may mean."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.engines.cases import rules
from jiedao.engines.cases.actions.making import find_move
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import Work
from jiedao.engines.mining import placing
from jiedao.engines.mining.placing import PlaceGuess, places_in
from jiedao.engines.mining.settings import settings_of
from jiedao.foundation.places.locator import Locator, locator_for
from jiedao.kernel import history
from jiedao.kernel.titles import Title
from jiedao.web.parts import MoveButton

RELATIONS = {
    placing.AT: Title("就在这里", "Here"),
    placing.OPPOSITE: Title("在它对面", "Opposite"),
    placing.BESIDE: Title("在它旁边", "Beside it"),
    placing.NEAR: Title("在它附近", "Near it"),
    placing.BETWEEN: Title("在两处之间", "Between the two"),
    placing.TOWARDS: Title("由它往前", "On from it"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    words: str
    lies_in: str
    relation: Title
    percent: str
    radius: int
    buttons: list[MoveButton]


def on_desk(request: HttpRequest, work: Work) -> str:
    """HTML, or "" where the words name no place, or the town wants no suggestions."""
    case = work.case
    if not settings_of(case.town_id).suggests:
        return ""
    guesses = places_in(case.town_id, f"{case.address}，{case.text}")
    if not guesses:
        return ""
    locator = locator_for(case.town_id)
    movable = not rules.refusal(work, find_move(case.kind, "classify"))
    rows = [_row(case, guess, locator, movable) for guess in guesses]
    return render_to_string("mining/places.html", {"rows": rows}, request=request)


def _row(case: Case, guess: PlaceGuess, locator: Locator, movable: bool) -> Row:
    areas = [row for key in guess.area_ids if (row := locator.area(key)) is not None]
    names = [row.name for row in areas if row.level in ("community", "grid", "building")]
    return Row(
        history.scrub(guess.words),
        " · ".join(reversed(names)),
        RELATIONS[guess.relation],
        f"{min(guess.confidence, 0.99):.0%}",
        round(guess.radius_m / 10) * 10,
        [_button(case, guess)] if movable else [],
    )


def _button(case: Case, guess: PlaceGuess) -> MoveButton:
    """Opens the form that places a case, filled in: a person confirms."""
    url = reverse("cases:move", args=[case.number, "classify"])
    given = {"place": f"{guess.lon:.6f},{guess.lat:.6f}"}
    if not case.address:
        given["address"] = history.scrub(guess.words)
    return MoveButton("classify", _("定在这里"), url, lazy=f"{url}?{urlencode(given)}")
