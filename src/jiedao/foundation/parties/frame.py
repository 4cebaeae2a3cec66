"""What parties enters into the frame: the rail's line, and what the search box finds."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop

from jiedao.foundation.parties.display import shown
from jiedao.foundation.parties.models import Organisation
from jiedao.foundation.parties.queries import LEAST_WORDS, people_of, with_words
from jiedao.foundation.parties.settings import SETTINGS
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title
from jiedao.web import slots

SEE = "parties.see"


def find_people(request: HttpRequest, words: str, limit: int) -> Iterator[slots.Hit]:
    """People by their whole phone, identity number or name; parts of a name find nobody."""
    for person in people_of(request.user, words).order_by("id")[:limit]:  # type: ignore[arg-type]
        view = shown(person)
        yield slots.Hit(str(view), reverse("parties:person", args=[person.pk]), meta=view.phone)


def find_organisations(request: HttpRequest, words: str, limit: int) -> Iterator[slots.Hit]:
    """Organisations by words of name or address, or by credit code."""
    if len(words) < LEAST_WORDS:
        return
    rows = with_words(Organisation.objects.visible_to(request.user), words)  # type: ignore[arg-type]
    for row in rows.select_related("area").order_by("name", "id")[:limit]:
        meta = row.area.name if row.area else row.address
        yield slots.Hit(row.name, reverse("parties:organisation", args=[row.pk]), meta=meta)


def enter() -> None:
    """Called once, when the app is ready."""
    registry.settings.add(SETTINGS, declared_by=__name__)
    registry.navigation.add(
        NavigationEntry(
            "organisations", Title("单位", "Organisations"), "parties:organisations", "building",
            SEE, 700, gettext_noop("数据底座"),
        ),
        declared_by=__name__,
    )  # fmt: skip
    slots.search_providers.add(
        slots.SearchProvider("people", Title("人", "People"), "user", find_people, SEE, 60)
    )
    slots.search_providers.add(
        slots.SearchProvider(
            "organisations", Title("单位", "Organisations"), "building", find_organisations, SEE, 70
        )
    )
