"""The demo town's duty and command: roster, handovers, emergencies, call-outs, storms that were
led from a room, a bulletin."""

from collections.abc import Iterator

from jiedao.applications.command.bulletin import sample as bulletin
from jiedao.applications.command.duty import sample as duty
from jiedao.applications.command.incident import sample as incident
from jiedao.foundation.records.sampling import Chapter, Stage


def sample(stage: Stage) -> Iterator[Chapter]:
    """The chapters in the order of their telling."""
    yield from bulletin.chapters(stage)
    yield from duty.chapters(stage)
    yield from incident.chapters(stage)
