"""The feed: every line once, late commits included, and nothing about anybody."""

import json

import pytest

from jiedao.kernel import history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.history import Line
from jiedao.kernel.models import History
from jiedao.web.live import feed as feeds
from jiedao.web.live.feed import Feed
from tests.cast import SmallTown

pytestmark = pytest.mark.django_db


def write(town: SmallTown, count: int = 1, **values: object) -> list[int]:
    lines = [Line("case", 7, "dispatch", note="请张三去", **values) for _ in range(count)]  # type: ignore[arg-type]
    return [row.id for row in history.record(town.town.pk, lines, actor=SYSTEM)]


def test_new_lines_come_once(town: SmallTown) -> None:
    feed = Feed()
    feed.start()
    first = write(town, 2)
    assert [event.id for event in feed.poll()] == first
    assert feed.poll() == []
    second = write(town)
    assert [event.id for event in feed.poll()] == second


def test_starts_with_what_happened_lately(town: SmallTown) -> None:
    ids = write(town, 3)
    assert [event.id for event in Feed().start()][-3:] == ids


def test_a_late_commit_is_not_missed(town: SmallTown) -> None:
    feed = Feed()
    feed.start()
    (early,) = write(town)
    late = early + 1
    History.objects.filter(pk=write(town)[0]).update(id=early + 2)
    assert [event.id for event in feed.poll()] == [early, early + 2]
    row = History.objects.get(pk=early)
    row.pk = late
    row.save(force_insert=True)
    assert [event.id for event in feed.poll()] == [late]
    assert feed.poll() == []


def test_an_id_that_never_comes_is_forgotten(
    town: SmallTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "_GAP_SECONDS", -1.0)
    feed = Feed()
    feed.start()
    (early,) = write(town)
    History.objects.filter(pk=write(town)[0]).update(id=early + 5)
    feed.poll()
    assert feed._gaps == {}


def test_an_event_tells_the_record_and_nothing_else(town: SmallTown) -> None:
    feed = Feed()
    feed.start()
    write(town, data={"name": "张三"}, changes={"version": (3, 4)})
    (event,) = feed.poll()
    told = json.loads(event.frame.decode().partition("data: ")[2])
    assert told == {
        "id": event.id,
        "kind": "case",
        "record": 7,
        "verb": "dispatch",
        "version": 4,
    }


def test_looking_up_people_is_not_told(town: SmallTown) -> None:
    feed = Feed()
    feed.start()
    lines = [Line("person", 1, "found"), Line("case", 1, "revealed"), Line("export", 1, "exported")]
    history.record(town.town.pk, lines, actor=SYSTEM)
    assert feed.poll() == []


def test_one_query_a_time(
    town: SmallTown, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    feed = Feed()
    feed.start()
    write(town, 5)
    with django_assert_num_queries(1):  # type: ignore[operator]
        feed.poll()
