"""The demo town's duty: roster, handovers, emergencies and call-outs of the last weeks."""

from collections.abc import Iterator

from jiedao.applications.command.duty import sample as duty
"""The application's part of the demo town's year."""

from collections.abc import Iterator

from jiedao.applications.command.incident import sample as incident
from jiedao.foundation.records.sampling import Chapter, Stage


def sample(stage: Stage) -> Iterator[Chapter]:
    """The chapters in the order of their telling."""
    yield from duty.chapters(stage)
    """Storms that were led from a room."""
    yield from incident.chapters(stage)
