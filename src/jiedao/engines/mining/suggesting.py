"""Suggestions for the cases that wait at the desk: made by the worker, a batch at a time."""

import logging
import time
from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds, workflow
from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.models import Case
from jiedao.engines.mining import actions, asking
from jiedao.engines.mining.actions import CATALOGUE
from jiedao.engines.mining.models import Suggestion, Task
from jiedao.engines.mining.offering import DUTY, Offered, Offering
from jiedao.engines.mining.settings import settings_of
from jiedao.engines.mining.solved import past_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Refused
from jiedao.kernel.models import Town
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)
WAITING: Final = (workflow.REPORTED, workflow.ACCEPTED)
_BATCH: Final = 200
_SECONDS: Final = 2.0


def suggest_waiting() -> int:
    """Suggest for what waits and has no suggestion yet, for some seconds at most; returns for
    how many cases."""
    done, until = 0, time.monotonic() + _SECONDS
    for town_id in Town.objects.order_by("pk").values_list("pk", flat=True):
        if not settings_of(town_id).suggests:
            continue
        while batch := suggest_town(town_id):
            done += batch
            if batch < _BATCH or time.monotonic() > until:
                break
    return done


def suggest_town(town_id: int) -> int:
    """A batch of one town, first come first. Thinking is done before the transaction."""
    cases = waiting(town_id)
    if not cases:
        return 0
    rows = suggestions(town_id, cases)
    with durable():
        actions.keep_suggestions(rows)
    if settings_of(town_id).dispatches_alone:
        _dispatch_sure(town_id, cases, rows)
    return len(cases)


def waiting(town_id: int, most: int = _BATCH) -> list[Case]:
    """Cases that wait at the desk and have no suggestion yet."""
    made = Suggestion.objects.filter(case=OuterRef("pk"), task=Task.ITEM)
    rows = kinds.only_the_loop(Case.objects.filter(town_id=town_id), WAITING)
    return list(rows.filter(~Exists(made)).order_by("reported_at", "id")[:most])


def suggestions(town_id: int, cases: Sequence[Case]) -> list[Suggestion]:
    """What is suggested of these cases: a row a task, not saved."""
    offering = Offering(town_id)
    of_items = offering.items(cases)
    likely = [case.item_id or _first(found) for case, found in zip(cases, of_items, strict=True)]
    past = past_of(town_id, {item_id for item_id in likely if item_id is not None})
    rows = []
    for case, found, item_id in zip(cases, of_items, likely, strict=True):
        rows.append(_row(case, Task.ITEM, found))
        if item_id is None:
            continue
        units = offering.units(case, item_id, past)
        if units.offers:
            rows.append(_row(case, Task.UNIT, units))
        taken = offering.time(case, item_id, units, past)
        if taken is not None:
            rows.append(_row(case, Task.TIME, taken))
    return rows


def _first(found: Offered) -> int | None:
    return found.offers[0]["id"] if found.offers else None


def _row(case: Case, task: Task, found: Offered) -> Suggestion:
    return Suggestion(
        town_id=case.town_id,
        case_id=case.pk,
        task=task,
        source=found.source,
        model=found.version,
        offered=found.offers,
        asks=found.asks,
        made_at=clock.now(),
    )


def _dispatch_sure(town_id: int, cases: Sequence[Case], rows: Sequence[Suggestion]) -> None:
    """Dispatch those of which item and unit are sure, where the town wants it: by a model that
    learned here and to a unit that the duty list names, never what is secret, nor what a sender
    says is another one: a person looks whether to merge it."""
    found = {(row.case_id, row.task): row for row in rows}
    known = asking.with_an_answer([case.pk for case in cases])
    for case in cases:
        if case.pk in known:
            continue
        item, unit = found.get((case.pk, Task.ITEM)), found.get((case.pk, Task.UNIT))
        if item is None or unit is None or not _is_sure(case, item, unit):
            continue
        data = {"item": item.offered[0]["id"], "note": _noted(item)}
        try:
            with durable():
                make_move(
                    town_id, case.number, "dispatch", data, actor=SYSTEM, version=case.version
                )
        except Refused as error:
            logger.info("case %s waits for a person: %s", case.number, error)


def _is_sure(case: Case, item: Suggestion, unit: Suggestion) -> bool:
    if item.asks or item.source == CATALOGUE or unit.source != DUTY:
        return False
    return case.item_id is None and not case.secret


def _noted(item: Suggestion) -> str:
    if item.model is None:
        return _("按清单的关键词规则自动分拨。")
    told = {"n": item.model.number, "p": f"{item.offered[0]['p']:.0%}"}
    return _("按机器建议自动分拨（模型第 %(n)d 版，把握 %(p)s）。") % told
