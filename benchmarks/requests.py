"""Intake, lists, search and whole lifecycles over HTTP, on SQLite and PostgreSQL.

``python -m benchmarks.requests [--database sqlite|postgresql] [--sizes 3700,100000]`` prints one
JSON line a database and size. Server and client share the machine; writes are durable
(``synchronous=FULL``). ``limits`` says of each kind of call what it costs and waits for, as measured
(``benchmarks.limits``, ``benchmarks.inside``).
"""

import argparse
import functools
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from benchmarks import people
from benchmarks.client import Client, Timing, in_parallel, timed
from benchmarks.limits import Used, used
from benchmarks.service import Installation, Served, installation, server

TOWN = "demo"
ALONE, TOGETHER = 150, 600
LIFECYCLES = 40
_numbers = itertools.count(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--sizes", default="3700,100000,1000000")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    for database in options.database or ["sqlite", "postgresql"]:
        with installation(database) as place:
            prepare(place)
            there = 0
            for size in sizes:
                place.python("benchmarks.filling", TOWN, str(size - there))
                there = size
                print(json.dumps(measure(place, database, size), ensure_ascii=False), flush=True)


def prepare(place: Installation) -> None:
    """Tables, the demo town's map, staff and catalogue; no requests."""
    place.run("migrate")
    place.python("benchmarks.ground", TOWN)


def measure(place: Installation, database: str, size: int) -> dict[str, Any]:
    """Every measure at one number of cases."""
    tokens = json.loads(place.python("benchmarks.ground", TOWN, "--tokens"))
    figures: dict[str, Any] = {"database": database, "cases": size}
    with server(place) as served:
        port, channel = served.port, tokens["channel"]
        Client(port, channel).call("POST", "/api/v1/requests", body(0))
        spans = Spans(served, database)
        figures["post_alone"] = spans.of("post_alone", lambda: posts(port, channel, 1, ALONE))
        figures["post_8_clients"] = spans.of(
            "post_8_clients", lambda: posts(port, channel, 8, TOGETHER)
        )
        for name, ask in questions(port, tokens).items():
            figures[name] = spans.of(name, lambda: repeated(ask))  # noqa: B023
        for clients in (1, 4):
            name = f"lifecycle_{clients}_client{'s' if clients > 1 else ''}"
            figures[name] = spans.of(name, lambda: lifecycles(port, tokens, clients))  # noqa: B023
    inside = json.loads(place.python("benchmarks.inside", json.dumps(tokens)))
    figures["limits"] = spans.limits(inside)
    return figures


class Spans:
    """The processor time of each measure, and what limits it."""

    def __init__(self, served: Served, database: str) -> None:
        self._served, self._postgresql = served, database == "postgresql"
        self._used: dict[str, tuple[Used, int]] = {}

    def of(self, name: str, measure: Callable[[], Timing]) -> dict[str, float | int]:
        """Make a measure and remember what it used."""
        with used(self._served.pid, postgresql=self._postgresql) as span:
            timing = measure()
        self._used[name] = (span, len(timing.milliseconds))
        return timing.figures()

    def limits(self, inside: dict[str, Any]) -> dict[str, Any]:
        """By measure: processor milliseconds a call, statements, time in the database, the limit."""
        return {
            name: span.figures(calls, inside.get(INSIDE.get(name, name)))
            for name, (span, calls) in self._used.items()
            if name in LIMITED
        }


INSIDE = {"post_alone": "post", "post_8_clients": "post"}
LIMITED = frozenset(
    {
        "post_alone", "post_8_clients", "list_20", "list_100", "page_100", "search_common",
        "detail", "lifecycle_1_client", "lifecycle_4_clients",
    }
)  # fmt: skip


def body(number: int) -> dict[str, Any]:
    """A request that a machine of the city's hotline would send."""
    return {
        "text": f"市民来电反映：夜间施工噪音扰民，影响休息，要求尽快处理（{number}）。",
        "longitude": 115.085 + (number % 40) * 0.0002,
        "latitude": 22.452,
        "contact": {"name": "张三", "phone": f"1380000{number % 10000:04d}"},
        # Of this process: another one counts from the beginning, and its requests are no retries.
        "foreign_number": f"B{os.getpid()}-{next(_numbers)}-{number}",
    }


def posts(port: int, token: str, clients: int, count: int) -> Timing:
    """Requests with the whole pipeline."""

    def one(timing: Timing) -> None:
        client = Client(port, token)
        for number in range(count // clients):
            given = body(number)
            timed(lambda: client.call("POST", "/api/v1/requests", given)[0] == 201, timing)  # noqa: B023

    return in_parallel([one] * clients)


def questions(port: int, ids: dict[str, Any]) -> dict[str, Callable[[], bool]]:
    """API lists, the staff page of 100, one case, and searches."""
    client = Client(port, ids["dispatcher"])
    page = Client(port, session=ids["dispatcher_session"])
    unit = ids["unit"]
    pages = {"page_100": "size=100", "page_100_unit_state": f"size=100&unit={unit}&state=archived"}
    asked = {name: (client, f"/api/v1/cases?{q}") for name, q in _queries(ids).items()}
    asked |= {name: (page, f"/cases/?{query}") for name, query in pages.items()}
    asked["detail"] = (client, f"/api/v1/cases/{ids['number']}")
    return {
        name: functools.partial(_answers, asking, path) for name, (asking, path) in asked.items()
    }


def _answers(client: Client, path: str) -> bool:
    return client.call("GET", path)[0] == 200


def _queries(ids: dict[str, Any]) -> dict[str, str]:
    unit, item, area = ids["unit"], ids["item"], ids["area"]
    return {
        "list_20": "limit=20",
        "list_20_state": "limit=20&state=handling",
        "list_20_unit": f"limit=20&unit={unit}",
        "list_20_item_area": f"limit=20&item={item}&area={area}",
        "list_100": "limit=100",
        "list_100_unit_state": f"limit=100&unit={unit}&state=archived",
        "search_common": "limit=20&q=%E5%99%AA%E9%9F%B3",
        "search_rare": "limit=20&q=%E8%9C%82%E7%AA%9D",
        "search_common_state": "limit=20&state=handling&q=%E5%99%AA%E9%9F%B3",
        "search_common_unit": f"limit=20&unit={unit}&q=%E5%99%AA%E9%9F%B3",
        "search_phone": "limit=20&q=13800000007",
        "search_phone_filled": f"limit=20&q={people.phone_of(7)}",
        "search_name": f"limit=20&q={quote(people.name_of(7))}",
        "search_handler": f"limit=20&q={quote(ids['handler_name'])}",
        "search_community": f"limit=20&q={quote(ids['community_name'])}",
        "search_grid": f"limit=20&q={quote(ids['grid_name'])}",
        "search_building": f"limit=20&q={quote(ids['building_name'])}",
        "search_number": f"limit=20&q={ids['number']}",
    }


def repeated(call: Callable[[], bool], count: int = 15) -> Timing:
    """The same question again and again, after one that does not count."""
    call()
    return in_parallel([lambda timing: _again(call, count, timing)])


def _again(call: Callable[[], bool], count: int, timing: Timing) -> None:
    for _n in range(count):
        timed(call, timing)


def lifecycles(port: int, tokens: dict[str, Any], clients: int) -> Timing:
    """Create → (dispatched by the catalogue) → handle → check → close → find."""

    def one(timing: Timing) -> None:
        people = {
            name: Client(port, tokens[name])
            for name in ("channel", "handler", "checker", "dispatcher")
        }
        for number in range(LIFECYCLES // clients):
            timed(lambda: _life(people, number), timing)  # noqa: B023

    return in_parallel([one] * clients)


def _life(people: dict[str, Client], number: int) -> bool:
    given = body(number) | {"item": "E0201"}
    status, receipt = people["channel"].call("POST", "/api/v1/requests", given)
    case = f"/api/v1/cases/{receipt['case']}"
    good = status == 201
    for who, move, data in _moves():
        status, answer = people[who].call("POST", f"{case}/moves/{move}", data)
        if status != 200:
            print(f"{move}: {status} {answer}", file=sys.stderr)
        good = good and status == 200
    status, found = people["dispatcher"].call("GET", f"/api/v1/cases?q={receipt['number']}")
    return good and status == 200 and len(found["items"]) == 1


def _moves() -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield "handler", "sign", {}
    yield "handler", "handle", {"result": "已到场劝停。"}
    yield "checker", "check_pass", {"note": "电话核查，诉求人认可"}
    yield "dispatcher", "close", {"reply": "您反映的问题已处理。"}


if __name__ == "__main__":
    main()
