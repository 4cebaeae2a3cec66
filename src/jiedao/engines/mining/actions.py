"""Every write of the engine: versions kept and put in use, suggestions made and decided."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from jiedao.engines.cases.workflow import ACCEPTED, REPORTED
from jiedao.engines.mining.learners import load
from jiedao.engines.mining.models import LearnedModel, Suggestion, Task
from jiedao.engines.mining.rights import MANAGE
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.models import Town
from jiedao.kernel.transactions import within

VERSION: Final = "learned_model"
LEARNING: Final = "learning"
CATALOGUE: Final = "catalogue"
"""The source of a suggestion that was made before anything was learned."""
BODIES_KEPT: Final = 5


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, ready to be kept."""

    task: Task
    body: bytes
    learned_from: int
    learned_until: datetime | None
    scores: dict[str, Any] = field(default_factory=dict)
    worse: str = ""
    """Why it must not be put in use: a sentence, or ""."""


def ask_to_learn(town_id: int, *, actor: Actor) -> None:
    """Say in history that learning begins; raises Forbidden. The caller gives it to the worker."""
    _refuse_without_right(actor)
    with within():
        history.record(town_id, [Line(LEARNING, town_id, "learning_begun")], actor=actor)


def keep_version(town_id: int, learned: Learned, *, actor: Actor) -> LearnedModel | None:
    """Keep a new version and put it in use, unless it is worse; empty bodies of old ones.

    None where the newest version is the same: learning again from the same cases adds nothing.
    """
    fingerprint = hashlib.sha256(learned.body).hexdigest()
    with within():
        # One learner at a time: numbers rise by one.
        Town.objects.select_for_update(of=("self",)).get(pk=town_id)
        rows = LearnedModel.objects.filter(town_id=town_id, task=learned.task)
        newest = rows.order_by("-number").defer("body").first()
        if newest is not None and newest.fingerprint == fingerprint:
            return None
        version = LearnedModel(
            town_id=town_id,
            task=learned.task,
            number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
            made_at=clock.now(),
            learned_from=learned.learned_from,
            learned_until=learned.learned_until,
            scores=learned.scores,
            note=learned.worse[:200],
            fingerprint=fingerprint,
            body=learned.body,
        )
        if not learned.worse:
            rows.filter(active=True).update(active=False)
            version.active = True
            if version.number == 1:
                _forget_cold_start(town_id)
        version.save()
        _empty_old(town_id, learned.task, version.number)
        data = {"task": learned.task.value, "number": version.number, "active": version.active}
        line = Line(VERSION, version.pk, "learned", note=version.note, data=data)
        history.record(town_id, [line], actor=actor)
    return version


def _forget_cold_start(town_id: int) -> None:
    """What the catalogue's words alone suggested of cases that still wait is thought over."""
    open_ones = Suggestion.objects.filter(town_id=town_id, decision=Suggestion.Decision.OPEN)
    cold = open_ones.filter(task=Task.ITEM, source=CATALOGUE, case__state__in=(REPORTED, ACCEPTED))
    open_ones.filter(case_id__in=list(cold.values_list("case_id", flat=True))).delete()


def _empty_old(town_id: int, task: Task, number: int) -> None:
    old = LearnedModel.objects.filter(
        town_id=town_id, task=task, number__lte=number - BODIES_KEPT, active=False
    )
    old.exclude(body=None).update(body=None)


def activate(town_id: int, version_id: int, *, actor: Actor) -> LearnedModel:
    """Put a version in use that is kept: back to an older one, or a newer one after all.

    Raises Forbidden, NotFound, Conflict where it is in use already or its body is gone, or
    Invalid where another release wrote it.
    """
    _refuse_without_right(actor)
    with within():
        rows = LearnedModel.objects.filter(town_id=town_id)
        version = rows.select_for_update(of=("self",)).filter(pk=version_id).first()
        if version is None:
            raise NotFound(_("没有这一版。"), code="no_version")
        if version.active:
            raise Conflict(_("这一版正在使用。"), code="is_active")
        if version.body is None:
            raise Conflict(_("这一版太旧，内容已经清除，不能再用。"), code="no_body")
        load(version)
        before = rows.filter(task=version.task, active=True)
        old = before.values_list("number", flat=True).first()
        before.update(active=False)
        version.active = True
        version.save(update_fields=["active"])
        data = {"task": version.task, "number": version.number, "before": old}
        changes = {"active": (False, True)}
        line = Line(VERSION, version.pk, "put_in_use", changes=changes, data=data)
        history.record(town_id, [line], actor=actor)
    return version


def _refuse_without_right(actor: Actor) -> None:
    if actor.is_system:
        return
    if actor.reach is None or not actor.reach.anywhere(MANAGE):
        raise Forbidden(_("您没有管理智能归类的权限。"), code="no_permission")


def keep_suggestions(rows: Sequence[Suggestion]) -> int:
    """Keep what was suggested; what another worker was quicker with stays as it is."""
    with within():
        made = Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(made)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose for a case."""

    case_id: int
    task: Task
    id: int
    at: datetime
    account_id: int
    reason: str = ""


def decide(town_id: int, chosen: Chosen) -> bool:
    """Write what became of a suggestion: accepted where its first was chosen, else changed.

    What is chosen later corrects it. False where nothing was suggested. No history line of its
    own: the move's line says who chose what.
    """
    with within():
        rows = Suggestion.objects.select_for_update(of=("self",))
        row = rows.filter(town_id=town_id, case_id=chosen.case_id, task=chosen.task).first()
        if row is None:
            return False
        if row.decided_at is not None and row.decided_at > chosen.at:
            return False
        first = row.offered[0]["id"] if row.offered else None
        kept = first == chosen.id
        row.decision = Suggestion.Decision.ACCEPTED if kept else Suggestion.Decision.CHANGED
        row.chosen, row.decided_at = chosen.id, chosen.at
        row.decided_by_id = chosen.account_id
        if chosen.reason and not kept:
            row.reason = chosen.reason[:300]
        row.save(update_fields=["decision", "chosen", "decided_at", "decided_by", "reason"])
    return True
