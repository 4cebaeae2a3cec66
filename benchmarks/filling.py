"""Fill a town with many finished and open cases, by plain SQL: rows as the actions leave them.

``python -m benchmarks.filling TOWN COUNT``. The rows are invented, spread over the town's own
units, items, grids and buildings; one in twenty is open with running clocks. There is about one
person to two cases, sealed and indexed like any other, so that to look one up costs what it costs
in service. Not a measurement: the ground on which measurements are made.
"""

import io
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import django

from benchmarks import people

BATCH = 20_000
TROUBLES = (
    "夜间施工噪音扰民", "垃圾堆放无人清理", "路灯不亮影响出行", "井盖破损有安全隐患",
    "占道经营影响通行", "小区停车位被占", "自来水水压不足", "楼道堆放杂物",
    "工地扬尘较大", "广告牌松动", "树枝遮挡红绿灯", "电动车飞线充电",
)  # fmt: skip
PLACES = ("文化路", "海滨大道", "工业一路", "新村北巷", "公园前街", "学府路", "河堤路", "市场街")
ASKS = ("请尽快处理。", "希望有关部门核实。", "已反映多次，请回复。", "盼早日解决，谢谢。")
RARE = "蜂窝"


@dataclass(frozen=True)
class Ground:
    """Ids that rows may point to."""

    town: int
    units: list[int]
    items: list[int]
    grids: list[tuple[int, int, float, float]]
    buildings: list[int]
    handlers: list[int]


def text_of(number: int, rng: random.Random) -> str:
    """A request's words: about one in twelve speaks of 噪音, one in five thousand of 蜂窝."""
    rare = f"发现{RARE}，" if number % 5000 == 0 else ""
    return (
        f"{rng.choice(PLACES)}{rng.randrange(1, 400)}号附近{rare}{rng.choice(TROUBLES)}，"
        f"已持续{rng.randrange(1, 60)}天，影响周边居民正常生活。{rng.choice(ASKS)}"
    )


def main() -> None:
    django.setup()
    from jiedao.kernel.models import Town

    town = Town.objects.get(key=sys.argv[1])
    count = int(sys.argv[2])
    fill(town.pk, count)


def fill(town_id: int, count: int) -> None:
    """Add ``count`` cases with a request and clocks each, their words and history lines."""
    from jiedao.engines.cases.models import Case
    from jiedao.foundation.search import index
    from jiedao.kernel import clock

    ground = _ground(town_id)
    rng = random.Random(7)
    moment = clock.now()
    first = (Case.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        numbers = range(first + start, first + start + size)
        everybody = people.add(town_id, numbers, moment, _write)
        cases = [_case(n, ground, rng, moment) for n in numbers]
        _write("cases_case", CASE_COLUMNS, cases)
        _write("cases_request", REQUEST_COLUMNS, (_request(c, everybody, rng) for c in cases))
        _write("cases_clock", CLOCK_COLUMNS, _clocks(cases))
        _write("cases_assignment", ASSIGNMENT_COLUMNS, (_assignment(c) for c in cases))
        _write("kernel_history", HISTORY_COLUMNS, _history(cases))
        index("case", [(c[0], f"{c[5]} {c[22]}") for c in cases])
        print(f"{start + size} of {count}", file=sys.stderr)
    _settle()


CASE_COLUMNS = (
    "id", "town_id", "kind", "number", "state", "text", "version", "item_id", "level", "channel",
    "secret", "unit_id", "community_id", "grid_id", "lon", "lat", "reported_at", "dispatched_at",
    "closed_at", "due_at", "due_clock", "warn_at", "address", "outcome", "result", "supervised",
    "escalation", "redo_count", "return_count", "extension_count", "urge_count", "arbitrated",
    "misdispatched", "step_actors", "attributes", "marks", "closed_elsewhere", "building_id",
    "handler_id", "subject_kind",
)  # fmt: skip
REQUEST_COLUMNS = (
    "id", "town_id", "case_id", "number", "state", "channel", "foreign_number", "retry_key",
    "text", "address", "secret", "received_at", "reply", "speed", "effect", "attitude",
    "feedback", "satisfaction", "exempted", "attributes", "requester_id",
)  # fmt: skip
CLOCK_COLUMNS = (
    "town_id", "case_id", "kind", "stage", "limit_amount", "limit_unit", "started_at", "warn_at",
    "due_at", "stopped_at", "exempted",
)  # fmt: skip
ASSIGNMENT_COLUMNS = ("case_id", "unit_id", "part", "assigned_at", "report")
HISTORY_COLUMNS = (
    "town_id", "at", "kind", "record_id", "verb", "actor_kind", "actor_name", "note", "changes",
    "data",
)  # fmt: skip
STATES = ("dispatched", "handling", "handling", "handled", "checked", "accepted")


def _ground(town_id: int) -> Ground:
    from jiedao.foundation.catalogue.models import Item
    from jiedao.foundation.places.models import Area
    from jiedao.foundation.staff.models import Post, Unit

    units = Unit.objects.filter(town_id=town_id).exclude(kind="external")
    items = Item.objects.filter(town_id=town_id, active=True, children=None)
    grids = Area.objects.filter(town_id=town_id, level="grid", grid_kind="general")
    buildings = Area.objects.filter(town_id=town_id, level="building")
    handlers = Post.objects.filter(unit__town_id=town_id, role__key="handler")
    return Ground(
        town_id,
        list(units.values_list("id", flat=True)),
        list(items.values_list("id", flat=True)),
        [
            (row.pk, row.community_id or row.parent_id or row.pk, row.lon or 0.0, row.lat or 0.0)
            for row in grids
        ],
        list(buildings.values_list("id", flat=True)),
        list(handlers.values_list("account_id", flat=True)),
    )


def _case(n: int, ground: Ground, rng: random.Random, moment: datetime) -> tuple[Any, ...]:
    is_open = rng.random() < 0.05
    age = timedelta(days=rng.random() * (20 if is_open else 700))
    reported = moment - age
    state = rng.choice(STATES) if is_open else rng.choice(("closed", "archived", "archived"))
    grid, community, lon, lat = rng.choice(ground.grids)
    due = reported + timedelta(days=rng.choice((3, 5, 7, 15)))
    closed = None if is_open else reported + timedelta(days=rng.random() * 8)
    address = f"{rng.choice(PLACES)}{rng.randrange(1, 400)}号"
    return (
        n, ground.town, "request", f"C9{n:010d}", state, text_of(n, rng), 1,
        rng.choice(ground.items), rng.randrange(1, 5), "hotline_12345", False,
        rng.choice(ground.units), community, grid, lon, lat, reported, reported, closed,
        due if is_open else None, "inner" if is_open else "", due - timedelta(days=1) if is_open else None,
        address, "", "", rng.random() < 0.002, 0, 0, 0, 0, 0, False, False, "{}", "{}", "[]", False,
        rng.choice(ground.buildings), rng.choice(ground.handlers), "",
    )  # fmt: skip


def _request(case: tuple[Any, ...], everybody: list[int], rng: random.Random) -> tuple[Any, ...]:
    # One in ten leaves no contact; of the others some ask again and again.
    person = None if rng.random() < 0.1 else everybody[-1 - int(rng.random() ** 2 * len(everybody))]
    state = "open" if case[18] is None else "answered"
    return (
        case[0], case[1], case[0], "R" + case[3][1:], state, case[9], f"F{case[0]}", "", case[5],
        case[22], False, case[16], "", "", "", "", "", "", False, "{}", person,
    )  # fmt: skip


def _clocks(cases: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for case in cases:
        due = case[19] or case[16] + timedelta(days=5)
        yield (
            case[1], case[0], "inner", "", 5, "workdays", case[16], due - timedelta(days=1), due,
            case[18], False,
        )  # fmt: skip


def _assignment(case: tuple[Any, ...]) -> tuple[Any, ...]:
    return (case[0], case[11], "lead", case[17], "")


def _history(cases: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    empty = json.dumps({})
    for case in cases:
        for verb in ("reported", "dispatch", "sign", "handle", "check_pass", "close"):
            if case[18] is None and verb not in ("reported", "dispatch"):
                continue
            yield (case[1], case[16], "case", case[0], verb, "system", "", "", empty, empty)


def _write(table: str, columns: tuple[str, ...], rows: Any) -> None:
    from django.db import connection, transaction

    names = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(columns))
        connection.connection.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", (_plain(row) for row in rows)
        )


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLite keeps times as text, in the form Django reads."""
    return tuple(
        value.replace(tzinfo=None).isoformat(" ") if isinstance(value, datetime) else value
        for value in row
    )


def _settle() -> None:
    """Let sequences and planner statistics know of the rows."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            out = io.StringIO()
            call_command(
                "sqlsequencereset", "cases", "kernel", "parties", stdout=out, no_color=True
            )
            cursor.execute(out.getvalue())
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
