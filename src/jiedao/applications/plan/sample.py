"""A simulated year of the plan: two half-years of tasks at all stages, figures of others, honours,
and a report that is being read in."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Final

from jiedao.applications.plan import sample_words as words
from jiedao.applications.plan.actions import bidding, confirming, documents
from jiedao.applications.plan.models import Finding
from jiedao.applications.plan.names import FACT, HONOUR, PLATFORM, REPORTED, TASK
from jiedao.applications.plan.spans import half_of, span
from jiedao.engines.cases.models import Request
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.sampling import Chapter, Stage
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor

EARLIER: Final = 20
"""So many of the ideas were of the half-year before as well."""
_FULL: Final = 100


def sample(stage: Stage) -> Iterator[Chapter]:
    """The office first, then each task when its plan was issued, and told to its present end."""
    yield Chapter(stage.start, partial(_open, stage), first=True)
    now = half_of((stage.end - timedelta(days=30)).date())
    before = half_of(span(now)[0] - timedelta(days=1))
    chapters = []
    for period, count in ((before, EARLIER), (now, len(words.IDEAS))):
        begins = max(_noon(span(period)[0] + timedelta(days=6)), stage.start)
        for place in range(count):
            at = stage.desk(begins + timedelta(minutes=9 * place))
            chapters.append(_chapter(stage, at, partial(_task, stage, at, period, place)))
        if period == now:
            for place in range(len(words.CHALLENGES)):
                at = stage.desk(begins + timedelta(days=20 + place))
                chapters.append(_chapter(stage, at, partial(_challenge, stage, at, period, place)))
    for year in range(stage.end.year - 3, stage.end.year):
        at = max(_noon(date(year + 1, 3, 1)), stage.start)
        chapters.append(_chapter(stage, at, partial(_published, stage, year)))
    at = stage.day(3, 10)
    chapters.append(Chapter(at, partial(_stated, stage, at)))
    at = stage.day(6, 10)
    chapters.append(_chapter(stage, at, partial(_read_in, stage, at, now)))
    yield from sorted((one for one in chapters if one.at < stage.end), key=lambda one: one.at)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), clock.TOWN_ZONE)


def _chapter(stage: Stage, at: datetime, tell: Any) -> Chapter:
    return Chapter(at, tell, at >= stage.recent)


def _open(stage: Stage) -> None:
    """Who looks after the plan and writes the reports, who leads and releases them."""
    for place in (slice(0, 1), slice(4, 5)):
        stage.appoint("plan_office", "party", place)
    stage.appoint("plan_leader", "office", slice(0, 1))
    stage.appoint("report_writer", "party", slice(0, 1))
    stage.appoint("report_releaser", "office", slice(0, 1))


def _office(stage: Stage, seed: int = 0) -> Actor:
    return stage.rng("plan", "office", seed).choice(stage.people("plan_office"))


class Way:
    """One task on its way; a step beyond the end of the town's time is not made."""

    def __init__(self, stage: Stage, at: datetime, period: str, place: int) -> None:
        self.stage, self.at, self.period, self.place = stage, at, period, place
        self.rng = stage.rng("plan", period, place)
        self.begins, self.ends = span(period)
        section, domain, unit, title, target = words.IDEAS[place]
        self.unit = stage.units[unit]
        self.office = _office(stage, place)
        self.handler = self.rng.choice(stage.people("", self.unit) or [self.office])
        days = self.rng.choice((60, 95, 125, 150, 183))
        self.due = min(self.begins + timedelta(days=days), self.ends)
        aimed = (
            dict(zip(("indicator", "comparison", "target"), target, strict=True)) if target else {}
        )
        if target:
            self.due = self.ends
        values: dict[str, Any] = {
            "title": title, "period": period, "section": section, "domain": domain,
            "source": f"云湾街道{period[:4]}年工作计划", "quote": f"{title}。", "day": self.begins,
            "ends_on": self.due, "code": f"{place + 1}",
        } | aimed  # fmt: skip
        with clock.at(at):
            self.row: Record = add(stage.town_id, TASK, values, actor=self.office)

    def tell(self) -> None:
        """Assigned, reported on month by month, closed; some stand still, some are dropped."""
        fate = self.rng.random()
        if fate < 0.06 or not self._go(2, "assign", self.office, unit=self.unit):
            return
        if fate < 0.11:
            self._go(40, "drop", self.office, reason=words.DROPPED)
            return
        if fate < 0.17:  # never heard of
            if self._go(55, "urge", self.office, reason=words.URGED):
                self._write(20)
            return
        pace = self.rng.choice((0.55, 0.9, 1.0, 1.1, 1.2))
        self._run(pace)

    def _run(self, pace: float) -> None:
        """A report a month, until it is done or its time is told."""
        percent = 0
        while percent < _FULL:
            days = self.rng.randrange(19, 31)
            whole = max((self.due - self.begins).days, 1)
            done = ((self.at + timedelta(days=days)).date() - self.begins).days / whole
            percent = min(_FULL, round(_FULL * done * pace))
            said = {"percent": percent, "note": self._note(percent)}
            if not self._go(days, "progress", self.handler, **said):
                return
            if percent < _FULL * done * 0.7 and self.rng.random() < 0.3:
                self._write(3)
        shown = [self.stage.photo("after", "市政设施", self.place)]
        if not self._go(4, "ask_close", self.handler, shown=shown, note=words.CLOSED):
            return
        if self.place % 9 != 5:
            self._go(5, "accept", self.office)

    def _note(self, percent: int) -> str:
        return words.PROGRESS[min(percent * len(words.PROGRESS) // _FULL, len(words.PROGRESS) - 1)]

    def _write(self, days: float) -> None:
        reply_by = (self.at + timedelta(days=days + 10)).date()
        self._go(days, "supervise", self.office, reason=words.LETTER, reply_by=reply_by)

    def _go(self, days: float, key: str, actor: Actor, **data: Any) -> bool:
        moment = self.stage.desk(self.at + timedelta(days=days))
        if moment >= self.stage.end:
            return False
        self.row = self.stage.go(moment, self.row, key, actor, **data)
        self.at = moment
        return True


def _task(stage: Stage, at: datetime, period: str, place: int) -> None:
    Way(stage, at, period, place).tell()


def _challenge(stage: Stage, at: datetime, period: str, place: int) -> None:
    """The first is decided, the second stands on the board."""
    section, domain, title, wanted = words.CHALLENGES[place]
    office = _office(stage, place)
    values = {"title": title, "period": period, "section": section, "domain": domain,
              "day": span(period)[0], "source": f"云湾街道{period[:4]}年工作计划"}  # fmt: skip
    with clock.at(at):
        row = add(stage.town_id, TASK, values, actor=office)
    later = stage.desk(at, 2)
    until = (later + timedelta(days=12)).date() if place == 0 else stage.end.date() + timedelta(9)
    if later >= stage.end:
        return
    stage.go(later, row, "offer", office, wanted=wanted, apply_by=until)
    units = [stage.units["city"], stage.units["law"]]
    for number, (unit, proposal) in enumerate(zip(units, words.PROPOSALS, strict=True)):
        moment = stage.desk(later, 3 + number)
        if moment >= stage.end:
            return
        with clock.at(moment):
            bidding.apply(stage.town_id, row.number, proposal, actor=stage.people("", unit)[0])
    decided = stage.desk(later, 15)
    if place == 0 and decided < stage.end:
        stage.go(decided, row, "pick", office, unit=units[0])


def _published(stage: Stage, year: int) -> None:
    """What the district published of a year, and an honour."""
    office = _office(stage)
    first = stage.end.year - 3
    source = {"day": date(year, 12, 31), "issued_by": "区统计局", "source_number": f"统〔{year + 1}〕2号",
              "source_title": f"{year}年主要统计数据", "source_date": date(year + 1, 2, 20)}  # fmt: skip
    facts: list[dict[str, Any]] = [
        source | {"indicator": key, "field": field, "value_unit": unit,
                  "value": f"{value * growth ** (year - first):.1f}"}
        for key, field, value, growth, unit in words.FACTS
    ]  # fmt: skip
    facts += [
        source | {"indicator": key, "field": field, "rank": ranks[year - first], "rank_of": 11,
                  "scope": "district"}
        for key, field, ranks in words.RANKS
    ]  # fmt: skip
    stage.enter(FACT, facts, office)
    title, level, work = words.HONOUR
    honour = {"title": title, "level": level, "work": work, "award": title,
              "issued_by": "市安全生产委员会"}  # fmt: skip
    stage.enter(HONOUR, [source | honour], office)


def _stated(stage: Stage, at: datetime) -> None:
    """Figures reported before, which somebody answers for, and one of a platform that waits: of
    the last whole week, whose requests are there when the year before it is not yet."""
    office, ends = _office(stage), at.date() - timedelta(days=at.isoweekday())
    begins, said = ends - timedelta(days=6), f"{ends.month}月{ends.day}日"
    days = {"received_at__date__gte": begins, "received_at__date__lte": ends}
    count = Request.objects.filter(town_id=stage.town_id, **days).count()
    handled = {"indicator": "requests_handled", "value_unit": "宗", "period_from": begins,
               "day": ends, "source_date": ends + timedelta(days=1)}  # fmt: skip
    weekly = {"issued_by": "云湾街道办事处", "source_title": f"民意速办周报（截至{said}）",
              "source_number": "周报", "value": count + 3 + count // 80}  # fmt: skip
    platform = {"issued_by": "区民意速办平台", "source_title": f"街道受理情况通报（截至{said}）",
                "source_number": "导出表", "value": count + 1 + count // 150}  # fmt: skip
    reported = stage.enter(REPORTED, [handled | weekly, _early(stage, at)], office)
    stage.enter(PLATFORM, [handled | platform], office)
    signer, signed = stage.people("plan_leader")[0], stage.day(2, 16)
    for row, (cause, why) in zip(reported, words.STATED, strict=True):
        stage.go(signed, row, "explain", signer, cause=cause, explanation=why)


def _early(stage: Stage, at: datetime) -> dict[str, Any]:
    """What was reported of last year before it was published."""
    key, _field, value, growth, unit = words.FACTS[0]
    year = at.year - 1
    estimate = round(value * growth ** (year - stage.end.year + 3) * 0.994, 1)
    return {
        "indicator": key, "value": f"{estimate}", "value_unit": unit, "day": date(year, 12, 31),
        "issued_by": "云湾街道办事处", "source_title": f"{year}年经济运行快报",
        "source_number": f"云街〔{at.year}〕2号", "source_date": min(at.date(), date(at.year, 1, 12)),
    }  # fmt: skip


def _read_in(stage: Stage, at: datetime, period: str) -> None:
    """A report is read in, and half of what it promises is confirmed."""
    office = _office(stage)
    following = half_of(span(period)[1] + timedelta(days=1))
    new = documents.NewDocument(f"云湾街道{period[:4]}年工作总结", words.TEXT, at.date(), following,
                                f"云街〔{period[:4]}〕16号", "云湾街道办事处")  # fmt: skip
    document, _made = documents.take_in(stage.town_id, new, actor=office)
    rows = document.findings.filter(sort=Finding.Sort.COMMITMENT).order_by("start")
    ids = list(rows.values_list("pk", flat=True))
    half = ids[: len(ids) // 2]
    documents.assign_many(document, half[:3], unit_id=stage.units["economy"], actor=office)
    confirming.confirm(document, half, actor=office)
