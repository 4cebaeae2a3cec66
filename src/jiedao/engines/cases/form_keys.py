"""A key that is made with a form: sent twice (a double tap, a broken line) it is one request."""

import re
import secrets
from collections.abc import Sequence

from django.http import HttpRequest

from jiedao.engines.cases.actions.incoming import NewRequest, Receipt
from jiedao.engines.cases.receiving import receive
from jiedao.foundation.files.checking import Upload
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict

FIELD = "retry"
"""The form's hidden field: ``Form(…, hidden={FIELD: key_for(request)})``."""
_KEY = re.compile(r"[A-Za-z0-9_\-]{8,40}")


def key_of(request: HttpRequest) -> str:
    """The key that was sent along; empty for none."""
    key = request.POST.get(FIELD, "")
    return key if _KEY.fullmatch(key) else ""


def key_for(request: HttpRequest) -> str:
    """The key of the form about to be drawn: the one that was sent, or a new one."""
    return key_of(request) or secrets.token_urlsafe(12)


def receive_once(
    town_id: int, new: NewRequest, *, actor: Actor, uploads: Sequence[Upload] = ()
) -> Receipt:
    """``receive`` for a person with a form: the same again is answered with the first receipt."""
    try:
        return receive(town_id, new, actor=actor, uploads=uploads)
    except Conflict as conflict:
        # Sent, answered by nobody (the line broke), changed and sent again: that is another
        # request; better twice than lost.
        if conflict.code != "key_reused":
            raise
        for upload in uploads:
            upload.body.seek(0)
        new.retry_key = ""
        return receive(town_id, new, actor=actor, uploads=uploads)
