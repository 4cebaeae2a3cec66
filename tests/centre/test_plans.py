"""No panel reads a large table whole: the plans of all that panels ask, in a town full of cases."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiedao.centre import layouts
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel import clock, registry, sharing
from jiedao.kernel.models import History
from tests.cast import SmallTown

pytestmark = [pytest.mark.data, pytest.mark.slow, pytest.mark.both]
LIMIT = 100
OF_OPEN_WORK = ("case_open_unit", "case_open_grid", "case_due", "case_unit_due", "approval_open")
"""Indexes that hold open work only."""
LARGE = ("cases_case", "cases_request", "cases_assignment", "kernel_history")
CASES, OPEN_EVERY = 6000, 40
STEP = timedelta(minutes=10)
LOOKERS = ("leader", "unit_lead", "clerk_west")


@pytest.fixture
def full_town(town: SmallTown) -> SmallTown:
    """Six thousand cases of six weeks, a few of them open, each with its lines; the planner knows."""
    moment = clock.now()
    cases = [_case(town, n) for n in range(CASES)]
    for n, case in enumerate(cases):
        case.reported_at = case.dispatched_at = moment - n * STEP
        if n % OPEN_EVERY:
            case.state, case.closed_at, case.due_at = "archived", case.reported_at + STEP, None
    Case.objects.bulk_create(cases)
    History.objects.bulk_create(
        History(town_id=town.id, at=case.reported_at, kind="case", record_id=case.pk, verb=verb,
                actor_kind="system")
        for case in cases for verb in ("reported", "dispatch")
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return town


def _case(town: SmallTown, n: int) -> Case:
    units, places = town.units, town.places
    moment = clock.now()
    return Case(
        town_id=town.id, kind="request", number=f"C9{n:06d}", state="handling", text="噪音",
        channel="window", unit=(units.city, units.water, units.west)[n % 3],
        community=(places.west, places.east)[n % 2],
        grid=(places.grid_1, places.grid_3)[n % 2], reported_at=moment,
        due_at=moment + timedelta(hours=n % 90 - 45), due_clock="inner",
        warn_at=moment + timedelta(hours=n % 90 - 60),
    )  # fmt: skip


@pytest.mark.parametrize("who", LOOKERS)
def test_no_panel_reads_a_large_table_whole(full_town: SmallTown, who: str) -> None:
    account: Account = getattr(full_town, who)
    reach = reach_of(account)
    asked = 0
    for panel in registry.panels:
        if not layouts.may_see(reach, panel):
            continue
        sharing.forget()
        with CaptureQueriesContext(connection) as captured:
            panel.query(reach)
        for query in captured.captured_queries:
            found = list(whole_reads(query["sql"]))
            assert found == [], f"{panel.key} for {who}: {found}\n{query['sql']}"
            asked += any(table in query["sql"] for table in LARGE)
    # The test saw the questions that it is about.
    assert asked > 5


def test_a_plan_that_reads_everything_is_found(full_town: SmallTown) -> None:
    assert list(whole_reads("SELECT COUNT(*) FROM cases_case WHERE text LIKE '%x%'")) != []
    town = f"SELECT state, COUNT(*) FROM cases_case WHERE town_id = {full_town.id} GROUP BY state"
    assert list(whole_reads(town)) != []
    assert list(whole_reads("SELECT id FROM cases_case WHERE id = 7")) == []


def whole_reads(sql: str) -> Iterator[str]:
    """Where the plan of a statement reads all of a large table, or all that a town has of it."""
    if not sql.lstrip().startswith("SELECT"):
        return
    if connection.vendor == "sqlite":
        aliases = _aliases(sql)
        # Not through Django's cursor: what was captured has its values in it.
        rows = connection.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        ordered = sql.endswith(" LIMIT 1") and "TEMP B-TREE" not in str(rows)
        for row in rows:
            words = str(row[-1]).split()
            if aliases.get(words[1], words[1]) in LARGE and _is_whole(
                words[0], str(row[-1]), ordered
            ):
                yield str(row[-1])
        return
    with connection.cursor() as cursor:
        # Six thousand rows are few: only where there is no other way is the table read.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql.replace("%", "%%"))
        yield from _scans(cursor.fetchone()[0][0]["Plan"], "")
        cursor.execute("SET LOCAL enable_seqscan = on")


def _is_whole(how: str, detail: str, ordered: bool) -> bool:
    """A line of SQLite's plan: ``SEARCH case USING INDEX name (town_id=? AND …)``."""
    if how == "SCAN":
        return True
    return not ordered and "(" in detail and _bounds_nothing(detail.partition("(")[2], detail)


def _bounds_nothing(conditions: str, index: str) -> bool:
    columns = set(re.findall(r"\b([a-z_]+) ?(?:=|<|>|IS|IN)", conditions))
    return columns <= {"town_id", "kind"} and not any(name in index for name in OF_OPEN_WORK)


def _scans(node: dict[str, Any], table: str, rows: int = LIMIT + 1) -> Iterator[str]:
    """PostgreSQL: a sequential scan, or an index read from end to end; an index in whose order the
    first few rows are taken is not."""
    if node["Node Type"] == "Limit":
        rows = node["Plan Rows"]
    elif node["Node Type"] in {"Sort", "Aggregate"}:
        rows = LIMIT + 1
    kind, table = node["Node Type"], node.get("Relation Name", table)
    if table in LARGE:
        index = node.get("Index Name", "")
        unbound = index and _bounds_nothing(node.get("Index Cond", ""), index)
        if kind == "Seq Scan" or (unbound and rows > LIMIT):
            yield f"{kind} of {table} {index} {node.get('Index Cond', '')}"
    for below in node.get("Plans", []):
        yield from _scans(below, table, rows)


def _aliases(sql: str) -> dict[str, str]:
    words = sql.replace('"', "").replace("(", " ").replace(")", " ").split()
    pairs = itertools.pairwise(words)
    return {alias: table for table, alias in pairs if table in LARGE}


def test_what_is_shared_is_nobodys_own(full_town: SmallTown) -> None:
    """A panel is told who asks only where it says that it shows what is the reader's own."""
    from jiedao.centre.asking import ask
    from jiedao.kernel.declarations import Panel
    from jiedao.kernel.titles import Title
    from jiedao.web.panels import Figure, Figures

    def own(reach: Any) -> Figures:
        return Figures([Figure("谁", reach.account_id)])

    panel = Panel("test.own", Title("我的", "Mine"), "", own)
    leader, other = reach_of(full_town.leader), reach_of(full_town.dispatcher)
    same = replace(leader, account_id=other.account_id)
    assert ask(panel, leader) is ask(panel, same)
    assert f"<b>{leader.account_id}</b>" not in ask(panel, leader).html
    mine = replace(panel, key="test.mine", personal=True)
    assert f"<b>{leader.account_id}</b>" in ask(mine, leader).html
    assert f"<b>{other.account_id}</b>" in ask(mine, same).html
