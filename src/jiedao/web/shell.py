"""Who is reading, of which town, with which preferences: what the frame needs of a request."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from jiedao.kernel import clock, registry, towns
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.models import Town
from jiedao.web import slots
from jiedao.web.live.address import live_url
from jiedao.web.strings import page_strings

PANEL = "panel"


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks (and not for a whole page restored from history)."""
    return request.headers.get("HX-Request") == "true" and not request.headers.get(
        "HX-History-Restore-Request"
    )


def target(request: HttpRequest) -> str:
    """The id of the element that htmx will fill, or an empty string."""
    return request.headers.get("HX-Target", "") if is_htmx(request) else ""


def wants_panel(request: HttpRequest) -> bool:
    """Whether the record is to be shown beside a list."""
    return target(request) == PANEL


def base_template(request: HttpRequest) -> str:
    """What a record or list page extends: the staff shell, or for htmx only its content."""
    part = is_htmx(request) and "HX-Boosted" not in request.headers
    return "web/base_panel.html" if part else "web/base_staff.html"


def reach_of(request: HttpRequest) -> Reach | None:
    """What the reader may do; None for a stranger."""
    user = getattr(request, "user", None)
    return getattr(user, "reach", None) if user is not None and user.is_authenticated else None


def may(request: HttpRequest, permission: str, kind: str = "") -> bool:
    """Whether the reader holds a permission anywhere; an empty one means signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    if not permission:
        return True
    reach = reach_of(request)
    return reach is not None and reach.anywhere(permission, kind)


def town_of(request: HttpRequest) -> Town | None:
    """The town of the page: set by a middleware or the address, else the account's own."""
    town = getattr(request, "town", None)
    if isinstance(town, Town):
        return town
    town_id = getattr(getattr(request, "user", None), "town_id", None)
    return towns.town(town_id) if town_id else None


@dataclass(frozen=True, slots=True)
class RailLink:
    """A line of the rail as this reader sees it."""

    key: str
    title: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class RailGroup:
    """An application's lines."""

    title: str
    links: list[RailLink]
    icon: str = ""

    @property
    def current(self) -> bool:
        """Whether the reader is in it."""
        return any(link.current for link in self.links)


_RAIL_PATH = "rail_path"


def belongs_under(request: HttpRequest, url: str) -> None:
    """The page is marked in the rail where ``url`` is, wherever its own address lies."""
    setattr(request, _RAIL_PATH, url)


RAIL_FOLDS_FROM = 30
"""So many lines are more than one takes in: from then on an application's lines open on a click."""


class Shell:
    """Everything the frame shows, asked for only where a template shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def town(self) -> Town | None:
        return town_of(self.request)

    @property
    def replayed(self) -> bool:
        """Whether everything here was replayed; also known to whoever has not signed in."""
        town = self.town
        return bool(town.replayed) if town is not None else towns.replayed()

    @property
    def theme(self) -> str:
        return _one_of(self.request.COOKIES.get("theme"), ("light", "dark"))

    @property
    def rail(self) -> str:
        return _one_of(self.request.COOKIES.get("rail"), ("narrow",))

    @property
    def text(self) -> str:
        return _one_of(self.request.COOKIES.get("text"), ("large",))

    @property
    def live_url(self) -> str:
        """Only those who are signed in are told of changes."""
        return live_url(self.request) if may(self.request, "") else ""

    @property
    def now(self) -> str:
        """The clock's present, for scripts that tick."""
        return clock.now().isoformat()

    @property
    def account_key(self) -> str:
        """Keeps the drafts of two people at one computer apart."""
        return str(getattr(getattr(self.request, "user", None), "pk", None) or "guest")

    @cached_property
    def strings(self) -> dict[str, str]:
        return page_strings()

    @cached_property
    def _bar(self) -> Any:
        return slots.only(slots.bars)

    @cached_property
    def unread(self) -> int:
        return self._bar.unread(self.request) if self._bar else 0

    @cached_property
    def cover(self) -> str:
        return self._bar.cover(self.request) if self._bar else ""

    @property
    def notices_url(self) -> str:
        return self._bar.notices_url(self.request) if self._bar else ""

    @property
    def account_url(self) -> str:
        return self._bar.account_url(self.request) if self._bar else ""

    @property
    def sign_in_url(self) -> str:
        return self._bar.sign_in_url(self.request) if self._bar else str(settings.LOGIN_URL)

    @property
    def sign_out_url(self) -> str:
        return self._bar.sign_out_url(self.request) if self._bar else ""

    @cached_property
    def rail_groups(self) -> list[RailGroup]:
        """The rail: applications in their order, only what this reader may open."""
        entries = [
            e for e in registry.navigation
            if may(self.request, e.permission, e.kind)
            or (e.or_permission and may(self.request, e.or_permission, e.kind))
        ]  # fmt: skip
        entries.sort(key=lambda entry: (_group_order(entry), entry.order))
        addressed = [(entry, _url(entry)) for entry in entries]
        path = getattr(self.request, _RAIL_PATH, "") or self.request.path
        current = _current(path, [url for _, url in addressed])
        groups: dict[str, RailGroup] = {}
        for entry, url in addressed:
            if not url:
                continue
            group = groups.setdefault(
                entry.group, RailGroup(_group_title(entry), [], _group_icon(entry))
            )
            group.links.append(
                RailLink(entry.key, str(entry.titles), url, entry.icon, url == current)
            )
        return list(groups.values())

    @property
    def rail_folds(self) -> bool:
        """Whether there are too many lines to show them all."""
        return sum(len(group.links) for group in self.rail_groups) > RAIL_FOLDS_FROM


def _one_of(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def _url(entry: NavigationEntry) -> str:
    try:
        return reverse(entry.url_name, args=entry.args)
    except NoReverseMatch:
        if settings.DEBUG:
            raise
        return ""


def _group_order(entry: NavigationEntry) -> tuple[int, str]:
    application = registry.applications.get(entry.group)
    return (application.order if application else 1000, entry.group) if entry.group else (0, "")


def _group_title(entry: NavigationEntry) -> str:
    application = registry.applications.get(entry.group)
    # A group of no application (the data foundation) is a sentence of whoever names it.
    return str(application.titles) if application else gettext(entry.group)


def _group_icon(entry: NavigationEntry) -> str:
    application = registry.applications.get(entry.group)
    return str(application.icon) if application else "settings"


def _current(path: str, urls: list[str]) -> str:
    """The longest address that the page lies under."""
    return max((url for url in urls if url and path.startswith(url)), key=len, default="")
