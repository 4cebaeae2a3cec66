"""What is offered to choose from: units, people of a unit, states, channels, items, areas."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedao.engines.cases.channels import CHANNELS
from jiedao.engines.cases.kinds import case_kinds, goes_the_loop, states_of
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.staff.models import Account, Post
from jiedao.foundation.staff.reach import reach_of
from jiedao.foundation.staff.structure import UnitNode, structure_of
from jiedao.kernel import clock
from jiedao.kernel.titles import Title
from jiedao.web.widgets import Choice

# The order in which a dispatcher looks for a unit.
_KIND_ORDER = ("department", "team", "community", "grid", "contractor", "external", "leadership")
TONES = (
    Choice("red", Title("已超期", "Late"), "red"),
    Choice("amber", Title("将到期", "Due soon"), "amber"),
    Choice("green", Title("时限内", "In time"), "green"),
    Choice("violet", Title("挂账", "Suspended"), "violet"),
    Choice("neutral", Title("无时限", "No limit"), "neutral"),
    Choice("grey", Title("已了结", "Finished"), "grey"),
)
LEVELS = (
    Choice("1", Title("紧急", "Urgent")),
    Choice("2", Title("较急", "Pressing")),
    Choice("3", Title("一般", "Normal")),
    Choice("4", Title("较缓", "Low")),
)


def level_title(level: int) -> str:
    """The word for a level, 1 the most urgent."""
    return next((str(one.label) for one in LEVELS if one.value == str(level)), str(level))


def states(kind: str = "") -> list[Choice]:
    """The states of a kind; without one those of all kinds, the loop's first."""
    return [Choice(state.key, state.titles) for state in states_of(kind)]


def channels() -> list[Choice]:
    """The channels that have a title."""
    return [Choice(key, title) for key, title in CHANNELS.items()]


def kinds() -> list[Choice]:
    """The kinds of case that applications declare."""
    return [Choice(kind.key, kind.titles) for kind in case_kinds()]


def loop_kinds() -> list[Choice]:
    """The kinds that go the loop."""
    return [Choice(k.key, k.titles) for k in case_kinds() if goes_the_loop(k.key)]


def town_units(town_id: int) -> list[UnitNode]:
    """The units that work today, departments first."""
    today = clock.today()
    live = [node for node in structure_of(town_id).units.values() if node.valid_on(today)]
    return sorted(live, key=lambda node: (_KIND_ORDER.index(node.kind), node.code))


def units(town_id: int, without: Iterable[int | None] = ()) -> list[Choice]:
    """The units that work today, as options."""
    left_out = set(without)
    return [Choice(str(n.id), n.name) for n in town_units(town_id) if n.id not in left_out]


def units_of_reader(request: HttpRequest) -> list[Choice]:
    """All units of the reader's town, for a filter."""
    return units(_town_id(request))


def communities(request: HttpRequest) -> list[Choice]:
    """The communities of the reader's town, from memory."""
    return [one for one in areas(request) if not str(one.label).startswith(_BELOW)]


def areas(request: HttpRequest) -> list[Choice]:
    """The communities of the reader's town, each with its general grids below it; from memory."""
    rows = [branch.row for branch in locator_for(_town_id(request)).tree.branches]
    return [
        Choice(str(row.id), row.name if row.level == "community" else f"{_BELOW}{row.name}")
        for row in rows
        if row.level == "community" or row.grid_kind == "general"
    ]


_BELOW = "　"


def matters(request: HttpRequest) -> list[Choice]:
    """The catalogue's upper two levels: a filter includes everything below."""
    catalogue = catalogue_for(_town_id(request))
    chosen: list[Choice] = []
    for top in catalogue.children(None):
        chosen.append(Choice(str(top.id), top.name))
        chosen += [
            Choice(str(below.id), f"{_BELOW}{below.name}") for below in catalogue.children(top.id)
        ]
    return chosen


def people_of(unit_id: int | None) -> list[Choice]:
    """Those who hold a post in a unit today."""
    posts = Post.objects.filter(unit_id=unit_id or 0, valid_to=None, account__is_active=True)
    rows = posts.order_by("account_id").values_list("account_id", "account__name", "title")
    named = {pk: f"{name}（{title}）" if title else name for pk, name, title in rows}
    return [Choice(str(pk), words) for pk, words in named.items()]


def leaders(town_id: int) -> list[Choice]:
    """Those who sit in the leadership."""
    posts = Post.objects.filter(
        unit__town_id=town_id, unit__kind="leadership", valid_to=None, account__is_active=True
    )
    rows = posts.order_by("account_id").values_list("account_id", "account__name").distinct()
    return [Choice("", _("本人")), *(Choice(str(pk), name) for pk, name in rows)]


def account_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of accounts by id, in one statement."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    return dict(Account.objects.filter(pk__in=wanted).values_list("id", "name"))


def _town_id(request: HttpRequest) -> int:
    user = request.user
    return reach_of(user).town_id if isinstance(user, Account) else 0
