"""A worker killed in the midst of a case: started again, it does everything exactly once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation, installation

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]

MANY = 8
# On Monday as many were reported, suspended, objected to, and passed by a lone night shift; on
# Thursday all of them are due.
TOWN = f"""
from datetime import timedelta
from jiedao.kernel import clock
from tests.cast import small_town
from tests.engines.cases.desk import MONDAY, also, reported
town = small_town()
with clock.at(MONDAY + timedelta(hours=14)):
    also(town, town.handler, "centre", "checker")
    for n in range({MANY}):
        desk = reported(town, f"第{{n}}处噪音扰民")
        desk.do("sign", town.handler)
        desk.do("handle", town.handler, result="已劝停")
        desk.do("check_pass", town.handler, note="已停", night_shift=True)
with clock.at(MONDAY):
    for n in range({MANY}):
        reported(town, f"第{{n}}处垃圾")
        desk = reported(town, f"幸福路{{n}}号垃圾")
        until = (MONDAY + timedelta(days=2)).date()
        desk.do("ask_suspension", town.handler, reason="等待配件到货", until=until)
        desk.do("decide_suspension", town.supervisor, upheld=True)
        desk = reported(town, f"平安路{{n}}号垃圾")
        desk.do("object", town.handler, reason="属于水务设施", citation="B02",
                proposed_unit=town.units.water.pk)
"""
# One process a step, killed in the midst of a transaction: rows are written, the history not yet.
KILLED = f"""
import os, signal
from datetime import timedelta
from jiedao.engines.cases import work, worker
from jiedao.kernel import clock
from tests.engines.cases.desk import MONDAY
record, calls = work.history.record, []
def dies(*args, **kwargs):
    calls.append(args)
    if len(calls) > {MANY // 2}:
        os.kill(os.getpid(), signal.SIGKILL)
    return record(*args, **kwargs)
for step in worker.STEPS:
    child = os.fork()
    if not child:
        work.history.record = dies
        with clock.at(MONDAY + timedelta(days=3)):
            step.run()
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL, step.key
"""
AGAIN = """
from datetime import timedelta
from jiedao.engines.cases import worker
from jiedao.kernel import clock
from tests.engines.cases.desk import MONDAY
with clock.at(MONDAY + timedelta(days=3)):
    for step in worker.STEPS:
        step.run()
        assert step.run() == 0, step.key
"""
# What was done by itself: how often in the history of how many cases; and who was told twice.
COUNT = """
import json
from collections import Counter
from jiedao.foundation.staff.models import Notice
from jiedao.kernel.models import History
verbs = ("lapsed", "escalated", "resume", "arbitrate", "night_check_overdue")
lines = Counter(
    History.objects.filter(kind="case", verb__in=verbs).values_list("verb", "record_id")
)
times = Counter((verb, n) for (verb, _case), n in lines.items())
notices = Counter(Notice.objects.values_list("kind", "record_id", "unit_id"))
print(json.dumps({
    "times": sorted([verb, n, cases] for (verb, n), cases in times.items()),
    "twice": [key for key, n in notices.items() if n > 1 and key[0] in ("escalated", "resumed")],
}))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path, "killed") as made:
        made.migrate()
        yield made


def test_every_case_is_minded_exactly_once(place: Installation) -> None:
    place.do(TOWN)
    half = json.loads(place.do(KILLED + COUNT))
    begun = [[verb, 1, MANY // 2] for verb in ("arbitrate", "night_check_overdue", "resume")]
    assert all(each in half["times"] for each in begun)
    found = json.loads(place.do(AGAIN + COUNT))
    assert found["twice"] == []
    assert found["times"] == sorted(
        [
            ["arbitrate", 1, MANY],
            ["escalated", 1, 2 * MANY],
            ["lapsed", 1, 2 * MANY],
            ["night_check_overdue", 1, MANY],
            ["resume", 1, MANY],
        ]
    )
