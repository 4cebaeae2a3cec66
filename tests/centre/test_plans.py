"""No panel reads a large table whole: the plans of all that panels ask, in a town full of cases."""

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

pytestmark = pytest.mark.django_db
LARGE = ("cases_case", "cases_request", "kernel_history")
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
        town_id=town.id, kind="request", number=f"C-{n}", state="handling", text="噪音",
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
        with CaptureQueriesContext(connection, ) as captured:
            panel.query(reach)
        for query in captured.captured_queries:
            found = list(whole_reads(query["sql"]))
            assert found == [], f"{panel.key} for {who}: {found}\n{query['sql']}"
            asked += any(table in query["sql"] for table in LARGE)
    # The test saw the questions that it is about.
    assert asked > 5


def test_a_plan_that_reads_everything_is_found(full_town: SmallTown) -> None:
    sql = "SELECT COUNT(*) FROM cases_case WHERE text LIKE '%%x%%'"
    assert list(whole_reads(sql.replace("%%", "%"))) != []
    assert list(whole_reads("SELECT id FROM cases_case WHERE id = 7")) == []


def whole_reads(sql: str) -> Iterator[str]:
    """Where the plan of a statement reads all of a large table."""
    if not sql.lstrip().startswith("SELECT"):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Without parameters: what was captured has its values in it.
            rows = connection.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            aliases = _aliases(sql)
            for row in rows:
                words = str(row[-1]).split()
                if words[0] == "SCAN" and aliases.get(words[1], words[1]) in LARGE:
                    yield str(row[-1])
        else:
            cursor.execute("EXPLAIN (FORMAT JSON) " + sql.replace("%", "%%"))
            yield from _scans(cursor.fetchone()[0][0]["Plan"])


def _scans(node: dict[str, Any]) -> Iterator[str]:
    """PostgreSQL: a sequential scan, or an index read from end to end."""
    through = node["Node Type"] in {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}
    unbound = through and "Index Cond" not in node
    if node.get("Relation Name") in LARGE and (node["Node Type"] == "Seq Scan" or unbound):
        yield f"{node['Node Type']} of {node['Relation Name']}"
    for below in node.get("Plans", []):
        yield from _scans(below)


def _aliases(sql: str) -> dict[str, str]:
    words = sql.replace('"', "").replace("(", " ").replace(")", " ").split()
    pairs = zip(words, words[1:], strict=False)
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
