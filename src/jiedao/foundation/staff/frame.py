"""What staff enters into the frame: the bell and the menu, the rail's lines, addresses of records."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.notices import unread_count
from jiedao.foundation.staff.queries import covering_names
from jiedao.foundation.staff.roles import STANDARD_ROLES
from jiedao.kernel import registry
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
    for key, titles, url in (
        ("account", Title("账号", "Account"), _nowhere),
        ("token", Title("令牌", "Token"), _nowhere),
    ):
        record_links.add(RecordLink(key, titles, url))


def _nowhere(record_id: int) -> str:  # noqa: ARG001
    return ""
