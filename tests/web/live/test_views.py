"""For pages that must ask: the same events."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from jiedao.kernel import history
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.history import Line
from jiedao.kernel.models import Town
from jiedao.web.live.feed import last_id
from tests.cast import SmallTown

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(town: SmallTown, client: Client) -> Callable[[Any], dict[str, Any]]:
    client.force_login(town.dispatcher)
    return lambda since: dict(client.get("/live/changes", {"since": since}).json())


def write(town: Town, record_id: int) -> int:
    (row,) = history.record(town.pk, [Line("case", record_id, "dispatch")], actor=SYSTEM)
    return row.id


def test_changes_since(town: SmallTown, ask: Callable[[Any], dict[str, Any]]) -> None:
    begin = last_id()
    first = write(town.town, 5)
    answer = ask(begin)
    assert answer["last"] == first
    assert answer["reload"] is False
    # PostgreSQL tells the last seconds again, lest a late commit be missed.
    cases = [each for each in answer["changes"] if each["kind"] == "case"]
    assert [each["record"] for each in cases] == [5]
    assert [each["id"] for each in ask(first)["changes"] if each["id"] > first] == []


def test_another_towns_changes_are_not_told(
    town: SmallTown, ask: Callable[[Any], dict[str, Any]]
) -> None:
    begin = last_id()
    write(town.stranger.town, 6)
    assert [each for each in ask(begin)["changes"] if each["record"] == 6] == []


def test_without_since_only_where_to_begin(ask: Callable[[Any], dict[str, Any]]) -> None:
    assert ask("") == {"last": last_id(), "changes": [], "reload": False}


def test_who_was_away_long_reloads(town: SmallTown, ask: Callable[[Any], dict[str, Any]]) -> None:
    lines = [Line("case", number, "x") for number in range(1100)]
    history.record(town.town.pk, lines, actor=SYSTEM)
    assert ask(1)["reload"] is True


def test_strangers_and_idle_accounts_hear_nothing(town: SmallTown, client: Client) -> None:
    assert client.get("/live/changes").status_code == 401
    client.force_login(town.nobody)
    assert client.get("/live/changes").status_code == 401
