"""Intake, lists, search and whole lifecycles over HTTP, on SQLite and PostgreSQL.

``python -m benchmarks.requests [--database sqlite|postgresql] [--sizes 3700,100000]`` prints one
JSON line a database and size. Server and client share the machine; writes are durable
(``synchronous=FULL``). Beside each figure stands what limits it.
"""

import argparse
import itertools
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.client import Client, Timing, in_parallel, timed
from benchmarks.service import Installation, installation, server

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
    with server(place) as port:
        figures: dict[str, Any] = {"database": database, "cases": size}
        Client(port, tokens["channel"]).call("POST", "/api/v1/requests", body(0))
        figures["post_alone"] = posts(port, tokens["channel"], 1, ALONE).figures()
        figures["post_8_clients"] = posts(port, tokens["channel"], 8, TOGETHER).figures()
        figures |= lists(port, tokens["dispatcher"], tokens)
        figures["lifecycle_1_client"] = lifecycles(port, tokens, 1).figures()
        figures["lifecycle_4_clients"] = lifecycles(port, tokens, 4).figures()
    figures["limits"] = LIMITS
    return figures


LIMITS = {
    "post": "processor time of Django and the client on the same two cores; then SQLite's one "
    "writer, or PostgreSQL's commits",
    "lists": "rows read and turned into JSON",
    "lifecycle": "six calls of one to three dozen statements; processor time",
}


def body(number: int) -> dict[str, Any]:
    """A request that a machine of the city's hotline would send."""
    return {
        "text": f"市民来电反映：夜间施工噪音扰民，影响休息，要求尽快处理（{number}）。",
        "longitude": 115.085 + (number % 40) * 0.0002,
        "latitude": 22.452,
        "contact": {"name": "张三", "phone": f"1380000{number % 10000:04d}"},
        "foreign_number": f"B{next(_numbers)}-{number}",
    }


def posts(port: int, token: str, clients: int, count: int) -> Timing:
    """Requests with the whole pipeline."""

    def one(timing: Timing) -> None:
        client = Client(port, token)
        for number in range(count // clients):
            given = body(number)
            timed(lambda: client.call("POST", "/api/v1/requests", given)[0] == 201, timing)  # noqa: B023

    return in_parallel([one] * clients)


def lists(port: int, token: str, ids: dict[str, Any]) -> dict[str, Any]:
    """API lists, the staff page of 100, one case, and searches."""
    client = Client(port, token)
    unit, item, area = ids["unit"], ids["item"], ids["area"]
    asked = {
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
        "search_number": f"limit=20&q={ids['number']}",
    }
    figures = {
        name: repeated(lambda: client.call("GET", f"/api/v1/cases?{query}")[0] == 200).figures()  # noqa: B023
        for name, query in asked.items()
    }
    detail = f"/api/v1/cases/{ids['number']}"
    figures["detail"] = repeated(lambda: client.call("GET", detail)[0] == 200).figures()
    return figures


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
