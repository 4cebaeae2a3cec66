"""While the year of a demo town is filled in, its figures say so."""

from jiedao.config.demo import filling
from jiedao.config.demo.settings import RUN_SETTING
from jiedao.engines.cases.models import Request
from jiedao.kernel import towns
from jiedao.kernel.models import Town
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.engines.cases.desk import at, reported


def living(town: SmallTown, first: int, before: int, *, enqueued: bool) -> None:
    """The town as a demo town of so many requests before the recent ones, from number `first`."""
    run = {"first_ids": {Request._meta.label: first}, "before": before, "enqueued": enqueued}
    Town.objects.filter(pk=town.id).update(settings={RUN_SETTING: run})
    towns.touch(town.id)
    towns.forget()


def test_only_while_the_worker_fills_it_in(town: SmallTown) -> None:
    desk = browser(town.supervisor)
    assert filling.sentence(town.id) == ""
    with at():
        reported(town, "第一处垃圾")
    first = Request.objects.get().pk
    living(town, first, 3000, enqueued=False)
    assert filling.sentence(town.id) == ""
    living(town, first, 3000, enqueued=True)
    assert "已有 1 件，共 3,000 件" in body(desk.get("/figures/"))
    living(town, first, 1, enqueued=True)
    assert "演示数据还在装入" not in body(desk.get("/figures/"))
    assert town.id in filling._complete
    filling._complete.discard(town.id)
