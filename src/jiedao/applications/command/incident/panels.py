"""The panel of the command centre: which rooms are open, and what nobody has answered there."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.models import Incident, Order
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Panel
from jiedao.kernel.titles import Title
from jiedao.web.panels import Line, Lines

SHOWN = 12


def room_url(number: str) -> str:
    """The address of a room."""
    return reverse("command:room", args=[number])


def rooms(reach: Reach) -> Lines:
    """Open rooms, the gravest first: level, since when, orders that wait for a receipt."""
    unanswered = Count("orders", filter=Q(orders__state=Order.State.SENT))
    late = Count(
        "orders", filter=Q(orders__state=Order.State.SENT, orders__receive_by__lt=clock.now())
    )
    rows = Incident.objects.visible_to(reach).filter(state=Incident.State.OPEN)
    found = rows.annotate(unanswered=unanswered, late=late).order_by("level", "-id")[:SHOWN]
    return Lines(
        [
            Line(
                row.title, _meta(row), room_url(row.number), _tone(row),
                at=row.opened_at,
            )
            for row in found
        ],
        _("没有进行中的应急事件"), reverse("command:rooms"), _("全部应急事件"),
    )  # fmt: skip


def _tone(row: Any) -> str:
    return "red" if row.late else names.LEVEL_TONES.get(row.level, "neutral")


def _meta(row: Any) -> str:
    """``unanswered`` and ``late`` are counted along."""
    waiting = row.unanswered
    text = ngettext("%(n)s 条指令未回执", "%(n)s 条指令未回执", waiting)
    words = text % {"n": waiting} if waiting else _("指令都已回执")
    return f"{names.level_title(row.level)} · {words}"


INCIDENT_PANELS = (
    # To those who would learn of every room: an empty panel must not mean a room one cannot see.
    Panel("command.incidents", Title("应急事件", "Incidents"), names.SEE_ALL, rooms,
          group=Title("值班值守", "Command"), live=(names.KIND,), width=3, height=3, order=15),
)  # fmt: skip
