"""What people do with classes of matters; each act is a line of history with its reason."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import workflow
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import number_filter
from jiedao.engines.mining.matters import keeping
from jiedao.engines.mining.matters.reading import cases_of
from jiedao.engines.mining.matters.words import KIND
from jiedao.engines.mining.models import MatterClass, Member
from jiedao.engines.mining.rights import EDIT
from jiedao.foundation.staff.actions.common import require_in
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

ROOT_KIND = "request"
CHANNEL = "staff"
_PLAYBOOK = 4000
_SAID = frozenset({"size", "people", "state"})


def dismiss(town_id: int, number: str, reason: str, *, actor: Actor) -> MatterClass:
    """不是一类事: it leaves lists and map; its cases do not come again as a new class."""
    with within():
        matter = _locked(town_id, number, actor)
        if matter.dismissed_at is not None:
            raise Conflict(_("这一类事已经被认定不是一类事。"), code="dismissed")
        if matter.root_id is not None:
            raise Conflict(_("已为它立了根源事件，不能认定不是一类事。"), code="has_root")
        return _change(matter, {"dismissed_at": clock.now()}, "matter_dismissed", reason, actor)


def restore(town_id: int, number: str, reason: str, *, actor: Actor) -> MatterClass:
    """The other way: it is a class after all."""
    with within():
        matter = _locked(town_id, number, actor)
        if matter.dismissed_at is None:
            raise Conflict(_("它本来就是一类事。"), code="not_dismissed")
        return _change(matter, {"dismissed_at": None}, "matter_restored", reason, actor)


def write_playbook(town_id: int, number: str, text: str, *, actor: Actor) -> MatterClass:
    """How such matters are to be dealt with, for whoever handles the next one."""
    text = text.strip()
    if len(text) > _PLAYBOOK:
        raise Invalid(_("最多 %(n)d 个字。") % {"n": _PLAYBOOK}, field="text")
    with within():
        matter = _locked(town_id, number, actor)
        return _change(matter, {"playbook": history.scrub(text)}, "playbook_written", "", actor)


def remove_member(
    town_id: int, number: str, case_number: str, reason: str, *, actor: Actor
) -> MatterClass:
    """Take a case out; grouping leaves it out from now on."""
    with within():
        matter = _locked(town_id, number, actor)
        case = _case(town_id, case_number, actor)
        row = matter.members.filter(case=case, removed_at=None).first()
        if row is None:
            raise Conflict(_("这件事不在这一类事里。"), code="no_member")
        row.removed_at, row.by_hand = clock.now(), False
        row.save(update_fields=["removed_at", "by_hand"])
        return _recounted(matter, "member_removed", case, reason, actor)


def add_member(
    town_id: int, number: str, case_number: str, reason: str, *, actor: Actor
) -> MatterClass:
    """Put a case in; it leaves the class in which grouping had put it."""
    with within():
        matter = _locked(town_id, number, actor)
        case = _case(town_id, case_number, actor)
        if not cases_of(town_id).filter(pk=case.pk).exists():
            raise Conflict(
                _("涉密的事件、根源事件和不按一般流程办理的事件不归入一类事。"),
                code="not_for_classes",
            )
        row = Member.objects.filter(matter=matter, case=case).first()
        if row is not None and row.removed_at is None:
            raise Conflict(_("这件事已经在这一类事里。"), code="is_member")
        _leave_others(case, matter, actor)
        Member.objects.update_or_create(
            matter=matter, case=case,
            defaults={"likeness": row.likeness if row else 1.0, "added_at": clock.now(),
                      "removed_at": None, "by_hand": True},
        )  # fmt: skip
        return _recounted(matter, "member_added", case, reason, actor)


def _leave_others(case: Case, matter: MatterClass, actor: Actor) -> None:
    others = Member.objects.filter(case=case, removed_at=None).exclude(matter=matter)
    for row in others.select_related("matter", "matter__root"):
        row.removed_at, row.by_hand = clock.now(), False
        row.save(update_fields=["removed_at", "by_hand"])
        note = _("改归 %(number)s") % {"number": matter.number}
        _recounted(row.matter, "member_removed", case, note, actor)


def open_root(
    town_id: int, number: str, text: str, *, unit_id: int | None = None, actor: Actor
) -> MatterClass:
    """Open the root-cause case (根源事件): one case about the whole class, at the place and of the
    item of most of it. Its members stay what they are until somebody joins them."""
    with within():
        matter = _locked(town_id, number, actor)
        if matter.root_id is not None:
            raise Conflict(_("已经为它立了根源事件。"), code="has_root")
        if matter.dismissed_at is not None:
            raise Conflict(_("它被认定不是一类事，请先恢复。"), code="dismissed")
        root = open_case(
            town_id,
            NewCase(
                history.scrub(text), CHANNEL, ROOT_KIND, item_id=matter.item_id,
                longitude=matter.lon, latitude=matter.lat,
                community_id=matter.community_id if matter.lon is None else None,
                unit_id=unit_id, subject_kind=KIND, subject_id=matter.pk, find_place=False,
            ),
            actor=actor,
        )  # fmt: skip
        matter.root = root
        changes = keeping.recount(matter, clock.now())
        matter.save()
        line = Line(KIND, matter.pk, "root_opened", data={"case": root.number}, changes=changes)
        history.record(town_id, [line], actor=actor)
    return matter


def join_members(
    town_id: int, number: str, case_numbers: Sequence[str], *, actor: Actor
) -> MatterClass:
    """并入根源事件: these members' requests join the root-cause case. Each is a merging like any
    other: it needs the right to merge, and what may not be merged refuses all of them."""
    with within():
        matter = _locked(town_id, number, actor)
        if matter.root is None:
            raise Conflict(_("还没有立根源事件。"), code="no_root")
        if not case_numbers:
            raise Invalid(_("请选择要并入的事件。"), field="cases")
        among = set(joinable(matter).values_list("number", flat=True))
        for one in case_numbers:
            if one not in among:
                raise Conflict(
                    _("%(number)s 不能并入根源事件。") % {"number": one}, code="no_member"
                )
            make_move(
                town_id, one, "merge", {"into": matter.root.number}, actor=actor,
                reach=actor.reach,
            )  # fmt: skip
        data = {"into": matter.root.number, "cases": list(case_numbers)}
        history.record(town_id, [Line(KIND, matter.pk, "members_joined", data=data)], actor=actor)
    return matter


def joinable(matter: MatterClass) -> Any:
    """The members that may still join the root-cause case."""
    rows = Case.objects.filter(matter_classes__matter=matter, matter_classes__removed_at=None)
    kind = matter.root.kind if matter.root is not None else ROOT_KIND
    return rows.filter(state__in=workflow.BEFORE_CLOSING, kind=kind).order_by("-reported_at", "-id")


def _locked(town_id: int, number: str, actor: Actor) -> MatterClass:
    require_in(actor, EDIT, town_id)
    rows = MatterClass.objects.select_for_update(of=("self",)).select_related("root")
    found = rows.filter(town_id=town_id, number=number).first()
    if found is None:
        raise NotFound(
            _("没有编号为 %(number)s 的一类事。") % {"number": number[:40]}, code="no_class"
        )
    return found


def _case(town_id: int, number: str, actor: Actor) -> Case:
    """One that the actor may see."""
    rows = Case.objects.visible_to(actor.reach) if actor.reach else Case.objects.all()
    found = rows.filter(town_id=town_id, **number_filter(number.strip().upper())).first()
    if found is None:
        raise Invalid(_("没有编号为 %(number)s 的事件。") % {"number": number[:40]}, field="case")
    return found


def _recounted(
    matter: MatterClass, verb: str, case: Case, reason: str, actor: Actor
) -> MatterClass:
    changes = keeping.recount(matter, clock.now())
    matter.save()
    said = {name: pair for name, pair in changes.items() if name in _SAID}
    line = Line(KIND, matter.pk, verb, note=reason, data={"case": case.number}, changes=said)
    history.record(matter.town_id, [line], actor=actor)
    return matter


def _change(
    matter: MatterClass, values: dict[str, Any], verb: str, reason: str, actor: Actor
) -> MatterClass:
    changes = {name: (getattr(matter, name), value) for name, value in values.items()}
    for name, value in values.items():
        setattr(matter, name, value)
    matter.save(update_fields=list(values))
    line = Line(KIND, matter.pk, verb, note=reason, changes=changes)
    history.record(matter.town_id, [line], actor=actor)
    return matter
