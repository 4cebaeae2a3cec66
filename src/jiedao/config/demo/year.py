"""The demo town's time: recent weeks at once, the rest of the year as a job of the worker."""

from datetime import datetime, timedelta

from django_tasks import task

from jiedao.config.demo.simulate import Simulator, Tick
from jiedao.kernel import towns

RECENT = timedelta(days=42)
YEAR = timedelta(days=365)
RECENT_REQUESTS = 1_500
YEAR_REQUESTS = 12_000


def live_recent_weeks(
    town_id: int, *, seed: int, end: datetime, scale: float, tick: Tick | None = None
) -> int:
    """The last six weeks before ``end``: 1,500 requests for scale 1."""
    return Simulator(
        town_id,
        seed=seed,
        start=end - RECENT,
        end=end,
        count=int(RECENT_REQUESTS * scale),
        batch="r",
    ).run(tick)


@task()
def live_the_year(town_id: int, seed: int, end: str, scale: float) -> int:
    """The year before the recent weeks. Can be run again: what is there is recognised."""
    until = datetime.fromisoformat(end)
    simulator = Simulator(
        town_id,
        seed=seed,
        start=until - YEAR,
        end=until,
        count=int((YEAR_REQUESTS - RECENT_REQUESTS) * scale),
        batch="y",
        last_arrival=until - RECENT,
    )
    done = simulator.run()
    towns.touch(town_id)
    return done
