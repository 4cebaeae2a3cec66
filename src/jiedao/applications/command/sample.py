"""The demo town's duty: roster, handovers, emergencies and call-outs of the last weeks."""

from collections.abc import Iterator

from jiedao.applications.command.duty import sample as duty
from jiedao.foundation.records.sampling import Chapter, Stage


def sample(stage: Stage) -> Iterator[Chapter]:
    """The chapters in the order of their telling."""
    yield from duty.chapters(stage)
