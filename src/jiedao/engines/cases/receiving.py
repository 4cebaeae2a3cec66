"""Receiving at the edge: one request with its files, durably, and harmless when sent again.

Files are decoded before the transaction begins: nobody waits for somebody else's photos.
"""

from collections.abc import Sequence

from django.db import IntegrityError
from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds
from jiedao.engines.cases.actions import filing
from jiedao.engines.cases.actions.incoming import NewCase, NewRequest, Receipt
from jiedao.engines.cases.actions.intake import open_case, report
from jiedao.engines.cases.models import Attachment, Case, Request
from jiedao.engines.cases.work import CASE, Work
from jiedao.foundation.files import checking
from jiedao.kernel import history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.models import History
from jiedao.kernel.transactions import durable


def receive(
    town_id: int, new: NewRequest, *, actor: Actor, uploads: Sequence[checking.Upload] = ()
) -> Receipt:
    """Take in one request with its files; what it returns is on disk.

    A retry gets the first one's receipt (its files are not stored twice). Raises what
    ``report`` and ``checking.prepare`` raise, and Conflict when a key comes with another text.
    """
    ready = checking.prepare(uploads)
    try:
        return _receive(town_id, new, ready, actor)
    except IntegrityError:
        # The same key at the same moment from two connections (PostgreSQL): the other one is
        # in by now, so that this time it is found.
        return _receive(town_id, new, ready, actor)


def _receive(
    town_id: int, new: NewRequest, ready: Sequence[checking.Ready], actor: Actor
) -> Receipt:
    with durable():
        receipt = report(town_id, new, actor=actor)
        if receipt.known:
            _check_same(receipt, new, actor)
        elif ready:
            filing.add(
                receipt.case,
                ready,
                stage=Attachment.Stage.REPORT,
                request=receipt.request,
                account_id=actor.id if actor.is_staff else None,
                public=True,
            )
    return receipt


def _check_same(receipt: Receipt, new: NewRequest, actor: Actor) -> None:
    """A key that comes again with another text is a mistake of the sender, not a retry.

    From the public the text also proves that it is the same sender: the answer holds the
    tracking code.
    """
    by_key = bool(new.retry_key) and receipt.request.retry_key == new.retry_key
    public = actor.kind == History.ActorKind.RESIDENT
    if (by_key or public) and receipt.request.text != new.text:
        raise Conflict(_("这个重试标识已用于另一件诉求，请换一个。"), code="key_reused")


def take_in(
    town_id: int, new: NewCase, *, actor: Actor, uploads: Sequence[checking.Upload] = ()
) -> Case:
    """Open one case that nobody asked for, with its files; what it returns is on disk."""
    ready = checking.prepare(uploads)
    with durable():
        case = open_case(town_id, new, actor=actor)
        if ready:
            filing.add(
                case,
                ready,
                stage=Attachment.Stage.REPORT,
                account_id=actor.id if actor.is_staff else None,
            )
    return case


MAX_FILES = 9


def add_to_request(
    request: Request, ready: Sequence[checking.Ready], *, actor: Actor
) -> list[Attachment]:
    """Further files of the requester, durably; at most nine in all, while the case is open."""
    with durable():
        work = Work.open(request.town_id, request.number, actor=actor)
        if not kinds.is_open(work.case):
            raise Conflict(_("这件事已经办结，如有新情况请重新反映。"), code="closed")
        if request.attachments.count() + len(ready) > MAX_FILES:
            raise Invalid(
                _("每件诉求最多 %(n)d 个附件。") % {"n": MAX_FILES}, field="files", code="too_many"
            )
        rows = filing.add(
            work.case,
            ready,
            stage=Attachment.Stage.REPORT,
            request=request,
            account_id=actor.id if actor.is_staff else None,
            public=True,
        )
        data = {"stage": Attachment.Stage.REPORT.value, "files": [row.pk for row in rows]}
        history.record(
            request.town_id, [Line(CASE, work.case.pk, "attached", data=data)], actor=actor
        )
    return rows
