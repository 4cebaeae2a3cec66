"""Learning from what people confirmed: tried on the newest cases first, then learned from all."""

import logging
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.engines.mining import actions, scoring, words
from jiedao.engines.mining.actions import LEARNING, Learned
from jiedao.engines.mining.confirmed import Example, held_back
from jiedao.engines.mining.learners import LEARNERS, Learner, classes, load, usable
from jiedao.engines.mining.models import LearnedModel, Task
from jiedao.engines.mining.scoring import Trial
from jiedao.engines.mining.settings import settings_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.models import History, Town
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)
_LEAST_TRIED: Final = 10


def learn_town(town_id: int, *, actor: Actor = SYSTEM) -> list[LearnedModel]:
    """Learn every task for which enough is confirmed; the versions that are new.

    Call it outside of a transaction: learning takes up to a minute, keeping it is short.
    """
    made = []
    for learner in LEARNERS:
        learned = learn(town_id, learner)
        if learned is None:
            continue
        with durable():
            version = actions.keep_version(town_id, learned, actor=actor)
        if version is not None:
            made.append(version)
    return made


def learn(town_id: int, learner: Learner) -> Learned | None:
    """What there is to learn now; None where too little is confirmed, or all say the same."""
    examples = learner.examples(town_id)
    counts = classes(learner, examples)
    if len(examples) < settings_of(town_id).learn_from or len(counts) < 2:
        return None
    trial, worse = _try(town_id, learner, examples)
    body = learner.learn(town_id, examples).to_bytes()
    scores: dict[str, Any] = {**trial.scores, "examples": len(examples), "classes": len(counts)}
    if learner.task is Task.ITEM:
        scores["new_words"] = words.new_words(examples)
    until = max(one.known_at for one in examples)
    return Learned(learner.task, body, len(examples), until, scores, worse)


def _try(town_id: int, learner: Learner, examples: list[Example]) -> tuple[Trial, str]:
    """(how a version does that has not seen the newest cases, why it must not be used).

    It is held against the version in use on those of them that this one has not seen either.
    """
    earlier, newest = held_back(examples)
    if len(newest) < _LEAST_TRIED or len(classes(learner, earlier)) < 2:
        return Trial({"tested": 0}, []), ""
    base = sum(one.late for one in earlier) / len(earlier)
    fresh = learner.learn(town_id, earlier)
    trial = learner.try_out(town_id, fresh, newest, base)
    before = usable(town_id, learner.task)
    if before is None:
        return trial, ""
    return trial, _why_worse(town_id, learner, trial, newest, before, base)


def _why_worse(
    town_id: int,
    learner: Learner,
    trial: Trial,
    newest: Sequence[Example],
    before: LearnedModel,
    base: float,
) -> str:
    unseen = [at for at, one in enumerate(newest) if _unseen(one, before.learned_until)]
    if not unseen:
        return ""
    cases = [newest[at] for at in unseen]
    old = learner.try_out(town_id, load(before), cases, base)
    if not scoring.clearly_worse([trial.losses[at] for at in unseen], old.losses):
        return ""
    loss = [sum(each) / len(each) for each in ([trial.losses[at] for at in unseen], old.losses)]
    return _("同样的 %(n)d 件新事件上不如第 %(number)d 版（误差 %(new).2f 对 %(old).2f），没有启用。") % {
        "n": len(unseen), "number": before.number, "new": loss[0], "old": loss[1],
    }  # fmt: skip


def _unseen(one: Example, until: datetime | None) -> bool:
    return until is None or one.known_at > until


def is_due(town: Town) -> bool:
    """Whether the town's hour has come and nothing was begun today."""
    own = settings_of(town.pk)
    here = clock.now().astimezone(clock.TOWN_ZONE)
    if not own.suggests or here.hour < own.learning_hour:
        return False
    midnight = datetime.combine(here.date(), time(), clock.TOWN_ZONE)
    begun = History.objects.filter(town=town, verb="learning_begun", kind=LEARNING)
    last = begun.order_by("-id").values_list("at", flat=True).first()
    return last is None or last < midnight
