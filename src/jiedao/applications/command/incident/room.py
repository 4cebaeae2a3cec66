"""A room as its page shows it: each part is read only when it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.actions import holder
from jiedao.applications.command.incident.alarms import source_of
from jiedao.applications.command.incident.forces import Group, near
from jiedao.applications.command.incident.models import Incident, IncidentFile, Mark, Order
from jiedao.applications.command.incident.panels import room_url
from jiedao.applications.command.incident.plans import rules_of
from jiedao.applications.command.incident.standing import Standing, standing_of, takes_part
from jiedao.applications.command.incident.telling import entries, lines_of
from jiedao.engines.cases.kinds import is_open
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import case_url
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock
from jiedao.kernel.titles import Title
from jiedao.web.parts import Entry, Photo

PARTS: Final = ("head", "moves", "orders", "roles", "marks", "course")
_ORDER_STATES: Final = {
    Order.State.SENT: Title("未回执", "No receipt"),
    Order.State.RECEIVED: Title("已收到", "Received"),
    Order.State.DONE: Title("已完成", "Done"),
    Order.State.WITHDRAWN: Title("已撤回", "Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with its clock: for the receipt first, then for the carrying out."""

    row: Order
    state: Title
    tone: str
    due: datetime | None
    stopped: datetime | None
    clock_label: str
    photos: Sequence[Photo]
    mine: bool

    @property
    def open(self) -> bool:
        return self.row.state in (Order.State.SENT, Order.State.RECEIVED)

    @property
    def waits(self) -> bool:
        """Whether nobody has acknowledged it."""
        return self.row.state == Order.State.SENT


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role and who fills it ("" for nobody)."""

    title: str
    holder: str
    commands: bool


@dataclass(frozen=True, slots=True)
class MarkView:
    """A mark as a line under the map."""

    row: Mark
    title: Title
    tone: str
    removable: bool


class Room:
    """What the templates of a room may ask."""

    def __init__(self, request: HttpRequest, incident: Incident) -> None:
        self.request, self.incident = request, incident
        self.account = account_of(request)
        self.reach = reach_of(self.account)
        self.url = room_url(incident.number)
        self.live = f"{names.KIND}:{incident.pk}"

    # Head

    @property
    def level(self) -> Title:
        return names.level_title(self.incident.level)

    @property
    def tone(self) -> str:
        if not self.incident.is_open:
            return "grey"
        return names.LEVEL_TONES.get(self.incident.level, "neutral")

    @cached_property
    def source(self) -> tuple[str, str, bool]:
        """Number and address of the case (of an alarm its title), and whether it is an open case,
        for those who may see it."""
        if self.incident.source_kind != names.CASE:
            return *source_of(self.reach, self.incident), False
        rows = Case.objects.visible_to(self.reach).filter(pk=self.incident.source_id)
        case = rows.only("number", "state", "kind").first()
        return (case.number, case_url(case.number), is_open(case)) if case else ("", "", False)

    # What one may do

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self._roles, self.reach)

    @cached_property
    def takes_part(self) -> bool:
        """Whether one may tell and draw; who only oversees reads."""
        return self.incident.is_open and takes_part(self.incident, self.reach)

    @property
    def may_command(self) -> bool:
        return self.incident.is_open and self.standing.commands

    # Orders

    @cached_property
    def orders(self) -> list[OrderView]:
        """Those that wait first, then the running ones by their deadline, then the finished."""
        rows = self.incident.orders.select_related("unit", "account", "received_by", "done_by")
        found = [self._order(row) for row in rows.order_by("id")]
        rank = {Order.State.SENT: 0, Order.State.RECEIVED: 1}
        return sorted(
            found,
            key=lambda one: (
                rank.get(Order.State(one.row.state), 2),
                one.due.timestamp() if one.open and one.due else float("inf"),
                -one.row.pk,
            ),
        )

    @property
    def waiting(self) -> int:
        """Orders without a receipt."""
        return sum(one.waits for one in self.orders)

    def _order(self, row: Order) -> OrderView:
        state, moment = Order.State(row.state), clock.now()
        waits = state == Order.State.SENT
        due = row.receive_by if waits else row.due_at
        over = (
            due is not None and state in (Order.State.SENT, Order.State.RECEIVED) and due < moment
        )
        tone = {Order.State.SENT: "amber", Order.State.RECEIVED: "green"}.get(state, "grey")
        return OrderView(
            row, _ORDER_STATES[state], "red" if over else tone, due,
            row.done_at, _("回执") if waits else _("完成"),
            [self._photo(one) for one in self._files if one.order_id == row.pk],
            self.incident.is_open and self.standing.is_for_me(row),
        )  # fmt: skip

    # Roles

    @cached_property
    def _roles(self) -> list[Any]:
        rows = self.incident.roles.select_related("account", "unit")
        return list(rows.order_by("place", "id"))

    @property
    def roles(self) -> list[RoleView]:
        return [RoleView(one.title, holder(one), one.commands) for one in self._roles]

    # Map

    @cached_property
    def marks(self) -> list[MarkView]:
        rows = self.incident.marks.filter(removed_at=None).select_related("account")
        return [
            MarkView(
                row, names.mark_title(row.sort), names.MARK_TONES.get(row.sort, "neutral"),
                self.incident.is_open
                and (self.standing.commands or row.account_id == self.account.pk),
            )
            for row in rows.order_by("-id")
        ]  # fmt: skip

    @property
    def drawable(self) -> list[tuple[str, Title, str]]:
        """What a member may draw: sort, title, geometry."""
        return [(key, title, shape) for key, (title, shape) in names.MARKS.items()]

    @cached_property
    def forces(self) -> list[Group]:
        lon, lat = self.incident.lon, self.incident.lat
        if lon is None or lat is None:
            return []
        return near(self.reach, lon, lat, rules_of(self.incident.town_id).forces)

    @property
    def features(self) -> dict[str, Any] | None:
        """The incident and what is near it; the marks come by themselves and stay fresh."""
        if self.incident.lon is None:
            return None
        found = [_point(self.incident.lon, self.incident.lat, "red", self.incident.title)]
        for group in self.forces:
            found += [
                _point(one.lon, one.lat, "green", f"{group.title} · {one.title} · {one.distance}")
                for one in group.forces
            ]
        return {"type": "FeatureCollection", "features": found}

    # Course

    @cached_property
    def _files(self) -> list[IncidentFile]:
        return list(self.incident.files.order_by("id"))

    def _photo(self, row: IncidentFile) -> Photo:
        url = reverse("command:file", args=[self.incident.number, row.pk])
        name = "" if row.kind == IncidentFile.Kind.PHOTO else row.name
        return Photo(url, "", name, row.taken_at or row.added_at, row.kind, row.size)

    @cached_property
    def entries(self) -> list[Entry]:
        photos: dict[int, list[Photo]] = {}
        for row in self._files:
            if row.note_id is not None:
                photos.setdefault(row.note_id, []).append(self._photo(row))
        return entries(lines_of(self.incident), photos)


def _point(lon: float, lat: float | None, tone: str, title: str) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": {"tone": tone, "title": title}}
