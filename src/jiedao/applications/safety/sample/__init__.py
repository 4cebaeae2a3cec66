"""A simulated year of work safety: registers, rounds of checks, hazards, campaigns, training."""

from collections.abc import Iterator
from functools import partial

from jiedao.applications.safety.sample import holding, places, plans, programme, rounds
from jiedao.foundation.records.sampling import Chapter, Stage


def sample(stage: Stage) -> Iterator[Chapter]:
    """The chapters in the order of their time: those told first, then the year."""
    registered = places.draw(stage)
    yield Chapter(stage.start, partial(_appoint, stage), first=True)
    chapters = [
        *places.chapters(stage, registered),
        *programme.chapters(stage),
        *holding.chapters(stage, registered),
        *plans.chapters(stage),
        *rounds.chapters(stage, registered),
    ]
    yield from sorted(chapters, key=lambda chapter: chapter.at)


def _appoint(stage: Stage) -> None:
    """The safety office's own people: some grade and accept, others hold a licence to inspect."""
    stage.appoint("safety_office", "safety", slice(0, 3))
    stage.appoint("safety_officer", "safety", slice(3, 11))
