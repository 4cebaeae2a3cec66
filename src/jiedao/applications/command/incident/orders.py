"""Orders: given, acknowledged, carried out, withdrawn."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.actions import addressee, record, said, tell
from jiedao.applications.command.incident.models import Incident, IncidentFile, Note, Order
from jiedao.applications.command.incident.plans import rules_of
from jiedao.applications.command.incident.standing import Standing, enter, must_command
from jiedao.foundation.files.checking import Ready
from jiedao.foundation.files.models import columns_of
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

MOST_MINUTES = 7 * 24 * 60


def give_order(
    town_id: int,
    number: str,
    text: str,
    *,
    unit_id: int | None = None,
    account_id: int | None = None,
    minutes: int | None = None,
    actor: Actor,
) -> Order:
    """Tell a unit or a person what to do, to be carried out within so many minutes.

    It is due for a receipt after the town's ``receive_minutes``. Whoever gets an order becomes a
    member of the room.
    """
    words = history.scrub(said(text, "text"))
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(_("时限在 1 分钟到 7 天之间。"), field="minutes", code="bad_limit")
    with within():
        incident, standing = enter(town_id, number, actor)
        must_command(standing)
        account, unit = addressee(town_id, account_id, unit_id)
        if account is None and unit is None:
            raise Invalid(_("请选择下达给哪个单位或哪个人。"), field="unit", code="no_addressee")
        moment = clock.now()
        limit = timedelta(minutes=rules_of(town_id).receive_minutes)
        order = Order.objects.create(
            incident=incident, unit=unit, account=account, text=words, sent_at=moment,
            sent_by_id=_author(actor), receive_by=moment + limit,
            due_at=moment + timedelta(minutes=minutes) if minutes else None,
        )  # fmt: skip
        _log(incident, order, "ordered", words, actor)
        told = {"title": incident.title, "text": words}
        tell(incident, account, unit, _("应急指令（%(title)s）：%(text)s") % told)
    return order


def receive(town_id: int, number: str, order_id: int, *, actor: Actor) -> Order:
    """Acknowledge an order that is for the actor or the actor's unit."""
    with within():
        incident, standing = enter(town_id, number, actor)
        order = _order(incident, order_id)
        _refuse_others(standing, order)
        if order.state != Order.State.SENT:
            raise Conflict(_("这条指令已经回执、完成或撤回。"), code="received_already")
        order.state, order.received_at = Order.State.RECEIVED, clock.now()
        order.received_by_id = _author(actor)
        order.save()
        _log(incident, order, "order_received", "", actor)
    return order


def finish(
    town_id: int,
    number: str,
    order_id: int,
    result: str,
    *,
    files: Sequence[Ready] = (),
    actor: Actor,
) -> Order:
    """Report an order as carried out, with how and perhaps pictures; one that nobody
    acknowledged is acknowledged by it."""
    words = history.scrub(said(result, "result", most=1000))
    with within():
        incident, standing = enter(town_id, number, actor)
        order = _order(incident, order_id)
        _refuse_others(standing, order)
        if order.state not in (Order.State.SENT, Order.State.RECEIVED):
            raise Conflict(_("这条指令已经完成或撤回。"), code="done_already")
        moment = clock.now()
        order.state, order.result = Order.State.DONE, words
        order.received_at = order.received_at or moment
        order.received_by_id = order.received_by_id or _author(actor)
        order.done_at, order.done_by_id = moment, _author(actor)
        order.save()
        keep_files(incident, files, order=order, actor=actor)
        _log(incident, order, "order_done", words, actor)
    return order


def withdraw(town_id: int, number: str, order_id: int, reason: str, *, actor: Actor) -> Order:
    """Take back an order that was not carried out yet, with the reason."""
    words = history.scrub(said(reason, "reason"))
    with within():
        incident, standing = enter(town_id, number, actor)
        must_command(standing)
        order = _order(incident, order_id)
        if order.state not in (Order.State.SENT, Order.State.RECEIVED):
            raise Conflict(_("这条指令已经完成或撤回。"), code="done_already")
        take_back(incident, order, words, actor=actor)
    return order


def take_back(incident: Incident, order: Order, words: str, *, actor: Actor) -> None:
    """Withdraw an open order of a room that is locked already, and tell whom it was for."""
    order.state, order.result, order.done_at = Order.State.WITHDRAWN, words, clock.now()
    order.done_by_id = _author(actor)
    order.save()
    _log(incident, order, "order_withdrawn", words, actor)
    text = _("应急指令已撤回：%(text)s") % {"text": order.text}
    tell(incident, order.account, order.unit, text)


def keep_files(
    incident: Incident,
    files: Sequence[Ready],
    *,
    order: Order | None = None,
    note: Note | None = None,
    actor: Actor,
) -> None:
    """Keep checked and stored files beside an order or a note."""
    IncidentFile.objects.bulk_create(
        IncidentFile(
            town_id=incident.town_id, incident=incident, order=order, note=note,
            account_id=_author(actor), **columns_of(one),
        )
        for one in files
    )  # fmt: skip


def _order(incident: Incident, order_id: int) -> Order:
    order = incident.orders.select_related("unit", "account").filter(pk=order_id).first()
    if order is None:
        raise NotFound(_("没有这条指令。"), code="no_order")
    return order


def _refuse_others(standing: Standing, order: Order) -> None:
    if not standing.is_for_me(order):
        raise Forbidden(
            _("这条指令是下达给%(to)s的，由对方回执和完成。") % {"to": order.to}, code="not_yours"
        )


def _author(actor: Actor) -> int | None:
    return actor.id if actor.is_staff else None


def _log(incident: Incident, order: Order, verb: str, note: str, actor: Actor) -> None:
    data = {"order": order.pk, "to": order.to, "text": order.text}
    changes = {"state": ("", order.state)}
    record(incident, Line(names.KIND, incident.pk, verb, note, changes, data), actor=actor)
