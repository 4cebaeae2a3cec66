"""What is learned for each task, in one shape: learn, try, keep as bytes."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from jiedao.engines.mining import catalogue_words, confirmed, scoring
from jiedao.engines.mining.confirmed import Example
from jiedao.engines.mining.models import LearnedModel, Task
from jiedao.engines.mining.scoring import Guesses, Trial
from jiedao.engines.mining.settings import threshold_of
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.kernel.errors import Invalid

if TYPE_CHECKING:
    from jiedao.engines.mining.classifying import Classifier
    from jiedao.engines.mining.routing import LatenessModel, Router

logger = logging.getLogger(__name__)
_KEPT_IN_MEMORY: Final = 12
_WHAT: Final = ("above_2", "above_1", "item")
_WHERE: Final = ("community", "grid")
"""The columns of ``confirmed.features``, the widest first."""


@dataclass(frozen=True, slots=True)
class Learner:
    """How a task is learned. ``classes`` counts the different answers."""

    task: Task

    def examples(self, town_id: int) -> list[Example]:
        """Everything confirmed, oldest first."""
        if self.task is Task.ITEM:
            return confirmed.items(town_id)
        return confirmed.solved(town_id)

    def answer(self, one: Example) -> str:
        """What is to be told of a case."""
        return {Task.ITEM: one.item, Task.UNIT: one.unit, Task.TIME: str(one.late)}[self.task]

    def learn(
        self, town_id: int, examples: Sequence[Example]
    ) -> "Classifier | Router | LatenessModel":
        """Learn from examples; needs two different answers at least. Items are learned from the
        catalogue's own words besides: most of a long catalogue hardly ever occurs."""
        if self.task is Task.ITEM:
            from jiedao.engines.mining.classifying import Classifier

            texts, codes = catalogue_words.as_examples(town_id)
            return Classifier.learn(
                [*texts, *(e.text for e in examples)], [*codes, *(e.item for e in examples)], seed=0
            )
        from jiedao.engines.mining.routing import Features, LatenessModel, Router

        rows = [self.row(one) for one in examples]
        # By the time at which the answer was there, as it comes in.
        at = [one.known_at for one in examples]
        if self.task is Task.UNIT:
            told = Features(_WHAT, _WHERE, ("channel",))
            return Router.learn(rows, [one.unit for one in examples], at, features=told)
        told = Features(_WHAT, _WHERE, ("unit", "channel"))
        return LatenessModel.learn(rows, [one.late for one in examples], at, features=told)

    def row(self, one: Example) -> dict[str, str]:
        """Its features; for the time it takes, the unit is one besides."""
        return {**one.row, "unit": one.unit} if self.task is Task.TIME else one.row

    def try_out(
        self, town_id: int, model: object, examples: Sequence[Example], base: float
    ) -> Trial:
        """How it does on cases that it has not learned from; ``base`` is the share of late ones."""
        if self.task is Task.TIME:
            risks = [float(one) for one in model.risk([self.row(e) for e in examples])]  # type: ignore[attr-defined]
            return scoring.of_risks(risks, [e.late for e in examples], base)
        truths = [self.answer(e) for e in examples]
        trial = scoring.of_guesses(self._guesses(model, examples), truths, threshold_of(town_id))
        if self.task is Task.UNIT:
            trial.scores["duty"] = scoring.share(self._as_listed(town_id, examples), len(truths))
        return trial

    def _as_listed(self, town_id: int, examples: Sequence[Example]) -> int:
        """How many went to the unit that the duty list names, as it is now."""
        catalogue = catalogue_for(town_id)
        found = 0
        for one in examples:
            item = catalogue.item(one.item)
            areas = [
                int(one.row[name]) for name in ("building", "grid", "community") if one.row[name]
            ]
            if item is not None:
                found += str(catalogue.responsible(item.id, areas).lead_unit_id) == one.unit
        return found

    def _guesses(self, model: object, examples: Sequence[Example]) -> list[Guesses]:
        if self.task is Task.ITEM:
            found = model.suggest([e.text for e in examples], most=3)  # type: ignore[attr-defined]
            return [[(one.label, one.p) for one in each] for each in found]
        at = examples[0].asked_at if examples else None
        found = model.rank([e.row for e in examples], most=3, at=at)  # type: ignore[attr-defined]
        return [[(one.unit, one.p) for one in each] for each in found]


LEARNERS: Final = tuple(Learner(task) for task in Task)


def classes(learner: Learner, examples: Sequence[Example]) -> Counter[str]:
    """How often each answer is there."""
    return Counter(learner.answer(one) for one in examples)


def usable(town_id: int, task: Task) -> LearnedModel | None:
    """The version in use, without its body, if this release reads what it learned: after an
    upgrade it may have to be learned anew first."""
    rows = LearnedModel.objects.filter(town_id=town_id, task=task, active=True)
    version = rows.defer("body").first()
    try:
        if version is not None:
            load(version)
    except Invalid as error:
        logger.warning("version %s of %s is not used: %s", version, task, error)
        return None
    return version


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _loaded(version_id: int, task: str, fingerprint: str) -> "Classifier | Router | LatenessModel":
    # A version never changes: process-wide, by its key and what it is.
    body = LearnedModel.objects.values_list("body", flat=True).get(
        pk=version_id, fingerprint=fingerprint
    )
    assert body is not None, "an active version keeps its body"
    if task == Task.ITEM:
        from jiedao.engines.mining.classifying import Classifier

        return Classifier.from_bytes(bytes(body))
    from jiedao.engines.mining.routing import LatenessModel, Router

    return (
        Router.from_bytes(bytes(body))
        if task == Task.UNIT
        else LatenessModel.from_bytes(bytes(body))
    )


def load(version: LearnedModel) -> "Classifier | Router | LatenessModel":
    """What a version learned; its body must be there. Raises Invalid where another release wrote
    it in a way that this one does not read."""
    return _loaded(version.pk, version.task, version.fingerprint)
