"""The feed: every line once, late commits included, and nothing about anybody."""

import json

import pytest

from jiedao.kernel import history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.history import Line
from jiedao.kernel.models import History
from jiedao.web.live import feed as feeds
from jiedao.web.live.feed import Event, Feed, Recent
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
    found = feed.poll()
    # Their places are known, for a page may have stopped at one; their words go nowhere.
    assert len(found) == 3
    assert list(feeds.frames(found, town.town.pk)) == []


def looked(*ids: int) -> list[Event]:
    return [Event(id=one, town_id=1, kind="case", record_id=one, verb="x") for one in ids]


def told(recent: Recent, last: int, *, exactly: bool = True) -> list[int] | None:
    missed = recent.after(last, exactly=exactly)
    return None if missed is None else [event.id for event in missed]


def test_who_heard_everything_until_a_line_is_told_what_arrived_after_it() -> None:
    recent = Recent()
    recent.add(looked(5, 6))
    recent.add(looked(4, 7))
    assert told(recent, 6) == [4, 7]
    assert told(recent, 4) == [7]
    assert told(recent, 7) == []
    # Not read yet: it will come.
    assert told(recent, 8) == []


def test_who_saw_the_tables_is_told_all_that_was_found_in_one_look() -> None:
    recent = Recent()
    recent.add(looked(4, 7))
    recent.add(looked(8))
    assert told(recent, 7) == [8]
    assert told(recent, 7, exactly=False) == [4, 7, 8]


def test_nothing_is_said_of_lines_that_are_no_longer_remembered() -> None:
    recent = Recent()
    assert told(recent, 3) is None
    for begin in range(1, 20_001, 10):
        recent.add(looked(*range(begin, begin + 10)))
    assert told(recent, 19_001) == list(range(19_002, 20_001))
    assert told(recent, 5_000) is None
    assert recent.last_id == 20_000


def test_one_query_a_time(
    town: SmallTown, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    feed = Feed()
    feed.start()
    write(town, 5)
    with django_assert_num_queries(1):  # type: ignore[operator]
        feed.poll()
