"""What may stand in the addresses of the plan's pages, for the conformance suite."""

from datetime import date
from typing import Any

from jiedao.applications.plan.actions.documents import NewDocument, take_in
from jiedao.applications.plan.models import Letter
from jiedao.applications.plan.names import TASK
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff import actions as staff
from jiedao.foundation.staff.actions import NewPost
from jiedao.foundation.staff.reach import forget_reach
from jiedao.kernel.actors import SYSTEM
from tests.cast import SINCE, SmallTown

TEXT = "一、下半年工作计划\n（一）提升市容环境。下半年将完成3条主干道提升，新建2个口袋公园。"


def samples(town: SmallTown, _case: Any) -> dict[str, Any]:
    """林调度 looks after the plan here, so that every page opens."""
    post = NewPost("lin", "centre", "plan_office", valid_from=SINCE)
    staff.add_posts(town.id, [post], actor=SYSTEM)
    forget_reach(town.dispatcher)
    task = add(town.id, TASK, {"title": "样例任务", "unit": town.units.city.pk}, actor=SYSTEM)
    new = NewDocument("样例计划", TEXT, date(2024, 7, 1), "2024H2")
    document, _made = take_in(town.id, new, actor=SYSTEM)
    letter = Letter.objects.create(
        town_id=town.id, task_id=task.pk, year=2024, serial=1, unit=town.units.city,
        dated=date(2024, 8, 1), reply_by=date(2024, 8, 8), reason="请报告进展",
    )  # fmt: skip
    finding = document.findings.first()
    return {"number": task.number, "document_id": document.pk, "letter_id": letter.pk,
            "finding_id": finding.pk if finding else 0}  # fmt: skip
