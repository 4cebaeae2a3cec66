"""What a town must tell everybody of its micro livelihood projects: notices, work, the ledger.

Deciding, putting up and publishing are public by the rules (深圳“民生微实事” 实施办法): residents
read what was decided and may object while the notice stands, and afterwards what it cost.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from jiedao.applications.livelihood.kinds import PROJECT
from jiedao.applications.livelihood.workflows import ACCEPTED, DECIDED, IMPLEMENTING
from jiedao.engines.projects.models import Project
from jiedao.kernel import clock
from jiedao.kernel.declarations import Publication, PublicLine
from jiedao.kernel.titles import Title

NOTICE = Title("公示中", "On notice")
UNDER_WAY = Title("实施中", "Under way")
LEDGER = Title("已完成", "Completed")

COMMUNITY = Title("社区", "Community")
BUDGET = Title("核定资金（元）", "Budget (yuan)")
PAID = Title("实际支付（元）", "Paid (yuan)")
VOTE = Title("议事表决", "Vote")
UNTIL = Title("公示至", "Until")
BEGUN = Title("开始", "Begun")
FINISHED = Title("验收", "Accepted")
RATING = Title("居民评分", "Residents' rating")


def lines(town_id: int) -> Iterator[PublicLine]:
    """What stands on notice, what is being done, and the ledger; newest first in each."""
    rows = Project.objects.filter(town_id=town_id, kind=PROJECT).select_related("community")
    rows = rows.order_by("-id")
    today = clock.today().isoformat()
    for row in rows.filter(state=DECIDED):
        first, last = row.attributes.get("notice_from"), row.attributes.get("notice_to")
        if first and last and first <= today <= last:
            yield _line(NOTICE, row, [(VOTE, _vote(row)), (UNTIL, last)])
    for row in rows.filter(state=IMPLEMENTING):
        yield _line(UNDER_WAY, row, [(BEGUN, _day(row.started_on))])
    done = rows.filter(state=ACCEPTED, attributes__published_on__isnull=False)
    for row in done.iterator(chunk_size=200):
        if row.attributes.get("published_on"):
            yield _line(LEDGER, row, [(PAID, _yuan(row.amount_paid)),
                                      (FINISHED, _day(row.finished_on)),
                                      (RATING, str(row.attributes.get("rating") or ""))])  # fmt: skip


def _line(heading: Title, row: Project, more: Iterable[tuple[Title, str]]) -> PublicLine:
    place = row.community.name if row.community else ""
    facts = [(COMMUNITY, place), (BUDGET, _yuan(row.amount_planned)), *more]
    return PublicLine(heading, row.title, tuple((name, said) for name, said in facts if said))


def _vote(row: Project) -> str:
    present, support = row.attributes.get("present"), row.attributes.get("support")
    return f"{support} / {present}" if present else ""


def _yuan(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.0f}"


def _day(day: object) -> str:
    return "" if day is None else str(day)


PUBLICATIONS = (
    Publication(
        "micro_projects",
        Title("民生微实事公示", "Micro livelihood projects"),
        Title("议定、实施和完成的项目，花了多少钱", "What was decided and done, and what it cost"),
        lines,
        "heart-handshake",
    ),
)
