"""Who listens to live events: joins the sessions of the staff with the server below."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from jiedao.centre.walls import wall_of
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import reach_of
from jiedao.foundation.staff.signing.sessions import is_idle


def town_of_request(request: HttpRequest) -> int | None:
    """The town of who is signed in, or of a wall; None for a stranger and for an account that may
    do nothing."""
    account = request.user
    if not isinstance(account, Account):
        wall = wall_of(request.session)
        return wall.token.town_id if wall is not None else None
    if is_idle(account, request.session):
        return None
    reach = reach_of(account)
    return reach.town_id if reach.grants else None


def town_of_session(session_key: str) -> int | None:
    """The same, from a session cookie alone."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    request.user = get_user(request)
    return town_of_request(request)
