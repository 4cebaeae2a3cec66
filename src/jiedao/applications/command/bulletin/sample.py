"""The demo town's bulletins: who makes and releases them, and yesterday's, released."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from jiedao.applications.command.bulletin import actions
from jiedao.applications.command.bulletin.counting import Days
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.kernel import clock


def chapters(stage: Stage) -> Iterator[Chapter]:
    """The two posts first; the bulletin on the morning after its day."""
    yield Chapter(stage.day(30), partial(_appoint, stage), first=True)
    yield Chapter(stage.day(0, 8), partial(_yesterday, stage))


def _appoint(stage: Stage) -> None:
    """The desk counts, the leader releases: whom a visitor signs in as."""
    stage.appoint("bulletin_maker", "centre", slice(0, 1))
    stage.appoint("bulletin_releaser", "office", slice(0, 1))


def _yesterday(stage: Stage) -> None:
    maker, releaser = (stage.people(f"bulletin_{role}")[0] for role in ("maker", "releaser"))
    days = Days.of("day", clock.today() - timedelta(days=1))
    if maker.reach is None:
        return
    made = actions.make(maker.reach, "day", days, actor=maker)
    actions.release(made, made.version, actor=releaser)
