"""What staff enters into the frame: the bell and the menu, the rail's lines, addresses of records."""

from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiedao.foundation.parties.models import Organisation, Person
from jiedao.foundation.staff.duty_words import HANDOVER_VERBS
from jiedao.foundation.staff.duty_words import VERBS as DUTY_VERBS
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.foundation.staff.models import Account, Post, Role, Token, Unit
from jiedao.foundation.staff.notices import unread_count
from jiedao.foundation.staff.pages.telling import entries
from jiedao.foundation.staff.queries import covering_names
from jiedao.foundation.staff.roles import STANDARD_ROLES, standard_permissions
from jiedao.foundation.staff.settings import DUTY, SETTINGS
from jiedao.kernel import clock, registry
from jiedao.kernel.declarations import NavigationEntry, Step
from jiedao.kernel.titles import Title
from jiedao.web import slots


def _unread(request: HttpRequest) -> int:
    return unread_count(request.user) if isinstance(request.user, Account) else 0


def _cover(request: HttpRequest) -> str:
    if not isinstance(request.user, Account):
        return ""
    names = covering_names(request.user)
    return _("代 %(names)s") % {"names": _("、").join(names)} if names else ""


def enter() -> None:
    """Called once, when the app is ready."""
    for group in (SETTINGS, DUTY):
        registry.settings.add(group, declared_by=__name__)
    for permission in standard_permissions():
        registry.permissions.add(permission, declared_by=__name__)
    for role in STANDARD_ROLES:
        registry.roles.add(role, declared_by=__name__)
    slots.bars.add(
        slots.Bar(
            key="staff",
            unread=_unread,
            cover=_cover,
            notices_url=lambda request: reverse("staff:notices"),
            account_url=lambda request: reverse("staff:account"),
            sign_in_url=lambda request: reverse("account_login"),
            sign_out_url=lambda request: reverse("account_logout"),
        )
    )
    for link in _LINKS:
        record_links.add(link)
    for entry in _NAVIGATION:
        registry.navigation.add(entry, declared_by=__name__)
    for panel in _PANELS:
        slots.record_panels.add(panel)
    registry.steps.add(Step("staff.end_sessions", 24 * 3600, end_sessions))


def _nowhere(record_id: int) -> str:  # noqa: ARG001
    return ""


def _page(name: str) -> Callable[[int], str]:
    return lambda record_id: reverse(name, args=[record_id]) if record_id else ""


_LINKS = (
    RecordLink("account", Title("账号", "Account"), _page("staff:person"), label=(Account, "name")),
    RecordLink("unit", Title("机构", "Unit"), _page("staff:unit"), label=(Unit, "name")),
    RecordLink("role", Title("角色", "Role"), _page("staff:role"), label=(Role, "name")),
    RecordLink("person", Title("人", "Person"), _page("parties:person")),
    RecordLink(
        "organisation",
        Title("单位", "Organisation"),
        _page("parties:organisation"),
        label=(Organisation, "name"),
    ),
    RecordLink("shift", Title("值班", "Duty"), _page("staff:shift"), verbs=DUTY_VERBS),
    RecordLink(
        "handover", Title("交接班记录", "Handover note"), _page("staff:shift"), verbs=HANDOVER_VERBS
    ),
    RecordLink("post", Title("岗位", "Post"), _nowhere, label=(Post, "account__name")),
    RecordLink("token", Title("令牌", "Token"), _nowhere, label=(Token, "name")),
)


def _history_panel(kind: str, permission: str) -> slots.RecordPanel:
    """The history of a record of parties, which lies below and cannot word it itself."""

    def render(request: HttpRequest, record: Person | Organisation) -> str:  # noqa: ARG001
        lines = entries(record.town_id, kind, record.pk, 30)
        return render_to_string("staff/history_panel.html", {"entries": lines}) if lines else ""

    titles = Title("变更记录", "History")
    return slots.RecordPanel(f"{kind}.history", kind, titles, render, permission, 900)


_PANELS = (
    _history_panel("person", "audit.see"),
    _history_panel("organisation", "parties.edit"),
)
_GROUP = gettext_noop("管理")
_NAVIGATION = (
    NavigationEntry(
        "organisation", Title("机构", "Organisation"), "staff:organisation", "sitemap",
        "staff.see", 800, _GROUP,
    ),
    NavigationEntry(
        "accounts", Title("账号", "Accounts"), "staff:accounts", "users", "staff.edit", 810, _GROUP
    ),
    NavigationEntry(
        "roles", Title("角色", "Roles"), "staff:roles", "user-shield", "staff.roles", 820, _GROUP
    ),
    NavigationEntry(
        "audit", Title("审计日志", "Audit log"), "staff:audit", "history", "audit.see", 830, _GROUP
    ),
)  # fmt: skip


def end_sessions() -> int:
    """Delete sessions that are over: the worker's, once a day."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
