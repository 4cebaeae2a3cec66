"""Raising an incident, filling its roles, its levels."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.models import Incident, IncidentRole
from jiedao.applications.command.incident.plans import Plan, plans_of
from jiedao.applications.command.incident.standing import enter, must_command
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.models import Account, Unit
from jiedao.foundation.staff.notices import NewNotice, notify
from jiedao.foundation.staff.reach import require
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.models import Town
from jiedao.kernel.transactions import within


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What is raised, and how: the record that it comes from, a name, a plan, a level, why."""

    source_kind: str
    source_id: int
    title: str
    plan: str
    level: int
    reason: str
    lon: float | None = None
    lat: float | None = None
    address: str = ""


class Placed(Protocol):
    """A record with a place."""

    pk: Any
    lon: float | None
    lat: float | None
    address: str


def said(text: str, field: str, least: int = 2, most: int = 500) -> str:
    """The text without its edges; Invalid where it is too short or too long."""
    words = text.strip()
    if len(words) < least:
        raise Invalid(_("至少 %(n)d 个字。") % {"n": least}, field=field)
    if len(words) > most:
        raise Invalid(_("最多 %(n)d 个字。") % {"n": most}, field=field)
    return words


def record(incident: Incident, line: Line, *, actor: Actor) -> None:
    """Append a line to the room's history."""
    history.record(incident.town_id, [line], actor=actor)


def raise_case(town_id: int, number: str, new: NewIncident, *, actor: Actor) -> Incident:
    """Raise a case that the actor may see, at the place of the case; see ``raise_incident``."""
    rows = Case.objects.filter(town_id=town_id)
    if not actor.is_system and actor.reach is not None:
        rows = Case.objects.visible_to(actor.reach)
    case = rows.filter(number=number).first()
    if case is None:
        raise NotFound(
            _("没有编号为 %(number)s 的事件。") % {"number": number[:40]}, code="no_case"
        )
    return raise_incident(
        town_id,
        NewIncident(names.CASE, case.pk, new.title, new.plan, new.level, new.reason,
                    case.lon, case.lat, case.address),
        actor=actor,
    )  # fmt: skip


def raise_incident(town_id: int, new: NewIncident, *, actor: Actor) -> Incident:
    """Open the room of an incident, with the roles of a plan still to be filled.

    The caller answers for the source being visible to the actor. Raises Forbidden, Invalid, or
    Conflict when a room for the same record is open.
    """
    require(actor, names.COMMAND)
    title = said(new.title, "title", most=120)
    reason = said(new.reason, "reason")
    _check_level(new.level)
    plan = _plan(town_id, new.plan)
    with within():
        # One at a time: the day's numbers follow one another.
        Town.objects.select_for_update(no_key=True).get(pk=town_id)
        _refuse_second(town_id, new)
        incident = Incident.objects.create(
            town_id=town_id, number=_number(town_id), title=title, plan=plan.name,
            level=new.level, source_kind=new.source_kind, source_id=new.source_id, lon=new.lon,
            lat=new.lat, address=new.address, reason=history.scrub(reason),
            opened_at=clock.now(), opened_by_id=actor.id if actor.is_staff else None,
        )  # fmt: skip
        IncidentRole.objects.bulk_create(
            IncidentRole(incident=incident, place=place, title=role, commands=Plan.commands(role))
            for place, role in enumerate(plan.roles)
        )
        told = {"title": title, "plan": plan.name, "level": new.level}
        record(incident, Line(names.KIND, incident.pk, "raised", reason, data=told), actor=actor)
    return incident


def _refuse_second(town_id: int, new: NewIncident) -> None:
    rows = Incident.objects.filter(town_id=town_id, state=Incident.State.OPEN)
    other = rows.filter(source_kind=new.source_kind, source_id=new.source_id).first()
    if other is not None:
        raise Conflict(
            _("已经升级为应急事件 %(number)s，请到它的指挥室。") % {"number": other.number},
            code="raised_already",
        )


def _plan(town_id: int, name: str) -> Plan:
    found = next((one for one in plans_of(town_id) if one.name == name), None)
    if found is None:
        raise Invalid(_("没有这个预案，请重新选择。"), field="plan", code="unknown_plan")
    return found


def _check_level(level: int) -> None:
    if level not in names.LEVELS:
        raise Invalid(_("响应等级是一到四级。"), field="level", code="bad_level")


def _number(town_id: int) -> str:
    day = clock.today().strftime("%y%m%d")
    begun = f"{names.PREFIX}{day}"
    rows = Incident.objects.filter(town_id=town_id, number__startswith=begun)
    return f"{begun}{rows.count() + 1:02d}"


def follow_source(kind: str, source: Placed, *, actor: Actor) -> None:
    """The open room of a record lies where the record lies now."""
    rows = Incident.objects.select_for_update().filter(source_kind=kind, source_id=source.pk)
    for incident in rows.filter(state=Incident.State.OPEN):
        before = (incident.lon, incident.lat, incident.address)
        if before == (source.lon, source.lat, source.address):
            continue
        incident.lon, incident.lat, incident.address = source.lon, source.lat, source.address
        incident.version += 1
        incident.save(update_fields=["lon", "lat", "address", "version"])
        line = Line(names.KIND, incident.pk, "moved", source.address)
        record(incident, line, actor=actor)


def fill_role(
    town_id: int,
    number: str,
    title: str,
    *,
    account_id: int | None = None,
    unit_id: int | None = None,
    actor: Actor,
) -> IncidentRole:
    """Put a person, a unit, or a person of a unit into a role; with neither it is empty again.

    A role that the plan does not have is added to this room. Whoever is put in is told.
    """
    words = said(title, "title", most=40)
    with within():
        incident, standing = enter(town_id, number, actor)
        must_command(standing)
        account, unit = addressee(town_id, account_id, unit_id)
        role = incident.roles.filter(title=words).select_related("account", "unit").first()
        if role is None:
            role = IncidentRole(
                incident=incident, title=words, place=incident.roles.count(),
                commands=Plan.commands(words),
            )  # fmt: skip
        before = holder(role)
        role.account, role.unit = account, unit
        role.filled_at = clock.now() if account or unit else None
        role.save()
        after = holder(role)
        line = Line(
            names.KIND, incident.pk, "role_filled",
            changes={words: (before, after)}, data={"role": words, "to": after},
        )  # fmt: skip
        record(incident, line, actor=actor)
        text = _("应急事件“%(title)s”：您任%(role)s") % {"title": incident.title, "role": words}
        tell(incident, account, unit, text)
    return role


def holder(role: IncidentRole) -> str:
    """Who fills a role, in words; "" for nobody."""
    return " ".join(one.name for one in (role.unit, role.account) if one is not None)


def addressee(
    town_id: int, account_id: int | None, unit_id: int | None
) -> tuple[Account | None, Unit | None]:
    """The person and the unit of the town; Invalid where one of them is none."""
    account = unit = None
    if account_id is not None:
        rows = Account.objects.filter(town_id=town_id, is_active=True)
        account = rows.filter(pk=account_id).first()
        if account is None:
            raise Invalid(_("没有这个人，请从列表中选择。"), field="account", code="no_account")
    if unit_id is not None:
        unit = Unit.objects.filter(town_id=town_id, pk=unit_id).first()
        today = clock.today()
        if unit is None or (unit.valid_to is not None and unit.valid_to < today):
            raise Invalid(_("没有这个单位，请从列表中选择。"), field="unit", code="no_unit")
    return account, unit


def tell(incident: Incident, account: Account | None, unit: Unit | None, text: str) -> None:
    """A notice with the way to the room, to the person or else to the unit."""
    to_unit = unit.pk if unit is not None and account is None else None
    new = NewNotice(
        names.KIND, text, account.pk if account else None, to_unit, names.KIND, incident.pk
    )
    notify(incident.town_id, [new])


def set_level(
    town_id: int, number: str, level: int, reason: str, *, version: int | None = None, actor: Actor
) -> Incident:
    """Raise or lower the response level, with the reason. Level 1 is the gravest."""
    _check_level(level)
    words = said(reason, "reason")
    with within():
        incident, standing = enter(town_id, number, actor)
        must_command(standing)
        refuse_stale(incident, version)
        if level == incident.level:
            raise Invalid(_("现在就是这个等级。"), field="level", code="same_level")
        verb = "level_raised" if level < incident.level else "level_lowered"
        changes = {"level": (incident.level, level)}
        incident.level = level
        incident.version += 1
        incident.save(update_fields=["level", "version"])
        record(incident, Line(names.KIND, incident.pk, verb, words, changes), actor=actor)
    return incident


def refuse_stale(incident: Incident, version: int | None) -> None:
    """Of two who decide at once the second one reads first."""
    if version is not None and version != incident.version:
        raise Conflict(_("刚有人改过等级或结束了响应，请看过再定。"), code="changed_meanwhile")
