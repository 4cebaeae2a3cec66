"""Several at the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from jiedao.engines.cases.models import Case, Request
from tests.api.conftest import Api
from tests.api.test_requests import RUBBISH
from tests.cast import SmallTown, small_town


@pytest.fixture
def shared(transactional_db: None) -> SmallTown:
    """The small town, committed: threads see it."""
    return small_town()


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run all at once; their results in order."""
    results: list[Any] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(position: int) -> None:
        ready.wait()
        try:
            results[position] = acts[position]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("key", ["header", "number"])
def test_the_same_message_from_several_connections_is_one_request(
    shared: SmallTown, key: str
) -> None:
    token = shared.channel_token("hotline_12345")

    def post() -> tuple[int, Any]:
        caller = Api(token)
        headers = {"Idempotency_Key": "k-1"} if key == "header" else {}
        body = {**RUBBISH, **({"foreign_number": "GD-1"} if key == "number" else {})}
        return (caller.post("requests", body, **headers), caller.status)[::-1]

    answers = together([post] * 6)
    assert sorted(status for status, _body in answers) == [200] * 5 + [201]
    assert len({body["number"] for _status, body in answers}) == 1
    assert Request.objects.count() == Case.objects.count() == 1


def test_different_messages_get_numbers_without_gaps(shared: SmallTown) -> None:
    token = shared.channel_token("hotline_12345")
    bodies = together(
        [lambda n=n: Api(token).post("requests", {"text": f"第 {n} 件"}) for n in range(8)]  # type: ignore[misc]
    )
    numbers = sorted(int(body["number"][-5:]) for body in bodies)
    assert numbers == list(range(1, 9))


def test_of_two_officials_one_is_told(shared: SmallTown) -> None:
    number = Api(shared.channel_token("x")).post("requests", RUBBISH)["case"]
    handler, colleague = Api(shared.token(shared.handler)), Api(shared.token(shared.colleague))
    address = f"cases/{number}/moves/sign"
    together([lambda: handler.post(address), lambda: colleague.post(address)])
    assert sorted([handler.status, colleague.status]) == [200, 409]
    assert Case.objects.get().version == 2
