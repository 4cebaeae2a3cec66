"""The demo town's duty and command: roster, handovers, emergencies, call-outs, and storms that were
led from a room."""

from collections.abc import Iterator

from jiedao.applications.command.duty import sample as duty
from jiedao.applications.command.incident import sample as incident
from jiedao.foundation.records.sampling import Chapter, Stage


def sample(stage: Stage) -> Iterator[Chapter]:
    """The chapters in the order of their telling."""
    yield from duty.chapters(stage)
    yield from incident.chapters(stage)
