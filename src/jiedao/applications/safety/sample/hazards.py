"""What becomes of a hazard, from the notice or order to its striking off, step by step in time."""

from datetime import datetime, timedelta
from typing import Any, Final

from jiedao.applications.safety.hazards import is_major
from jiedao.applications.safety.reactions import supervise_late
from jiedao.applications.safety.sample import desk, words
from jiedao.engines.cases import worker
from jiedao.engines.cases.actions import filing, make_move
from jiedao.engines.cases.models import Case, Clock
from jiedao.engines.cases.work import Work
from jiedao.foundation.records.sampling import Stage
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.models import History

_GROUPS = {"fire": "消防安全", "gas": "燃气用电", "work": "安全生产"}
_NOT_BEGUN: Final = 0.08
_NOT_BEGUN_FOR: Final = timedelta(days=40)


class Story:
    """One hazard; the story ends where the town's time ends."""

    def __init__(self, stage: Stage, number: str, found_by: Actor, seed: int) -> None:
        self.stage, self.number, self.found_by = stage, number, found_by
        self.case = self._load()
        self.rng = stage.rng("safety", "hazard", seed, self.case.attributes["question"])
        self.moment: datetime = self.case.reported_at
        self.variant = self.rng.randrange(3)

    def _load(self) -> Case:
        return Case.objects.get(town_id=self.stage.town_id, number=self.number)

    def tell(self, *, licensed: bool) -> None:
        """From what was said on the spot to whatever end there is yet."""
        major = is_major(Work(self.case, actor=SYSTEM))
        if not (self._ordered(major) if licensed or major else self._told()):
            return self._end()
        if self.rng.random() < _NOT_BEGUN and not major and self._is_recent():
            return self._end()
        if major and not self._five_elements():
            return self._end()
        handler = desk.handler(self.stage, self.rng, self.case.unit_id)
        if self._go(1.0, "begin", handler):
            self._rectified(handler)
        return self._end()

    def _is_recent(self) -> bool:
        """Nobody lets a hazard lie for months: what is older has been put right."""
        return self.stage.end - self.moment < _NOT_BEGUN_FOR

    def _told(self) -> bool:
        told_to = f"{words.person(self.rng)}（现场负责人）"
        # Nobody in charge was there: said at the next visit.
        days = self.rng.uniform(3, 9) if self.rng.random() < 0.05 else 0.03
        return self._go(days, "tell", self.found_by, told_to=told_to)

    def _ordered(self, major: bool) -> bool:
        officer = desk.officer(self.stage, self.rng)
        later = self.stage.desk(self.moment, 1)
        days = self.rng.randrange(12, 25) if major else self.rng.randrange(7, 15)
        document = f"云湾应急责改〔{later:%Y}〕{self.rng.randrange(1, 900)}号"
        until = later.date() + timedelta(days=days)
        return self._go(0.7, "order", officer, document=document, until=until)

    def _five_elements(self) -> bool:
        rng, stage = self.rng, self.stage
        limit = self.moment.date() + timedelta(days=rng.randrange(18, 35))
        elements: dict[str, Any] = {
            "measures": rng.choice(words.MEASURES), "responsible": words.person(rng),
            "money": rng.randrange(3, 60) * 1000, "time_limit": limit,
            "contingency": rng.choice(words.CONTINGENCY), "withdrawn": rng.random() < 0.6,
        }  # fmt: skip
        handler = desk.handler(stage, rng, self.case.unit_id)
        leader = rng.choice(stage.people("leader")).name
        return self._go(1.2, "settle", handler, **elements) and self._go(
            1.0, "list", desk.office(stage, rng), supervisor=leader
        )

    def _rectified(self, handler: Actor) -> None:
        """Put right, looked at again, and struck off; what is not right is done anew."""
        rng, stage = self.rng, self.stage
        for attempt in range(3):
            days = rng.uniform(1, 6) if rng.random() < 0.9 else rng.uniform(14, 40)
            note = rng.choice(words.RECTIFIED)
            if not self._go(days, "ask_recheck", handler, photo="after", note=note):
                return
            office = desk.office(stage, rng)
            if attempt == 0 and rng.random() < 0.12:
                if not self._go(rng.uniform(1, 3), "fail", office, reason=rng.choice(words.FAILED)):
                    return
                if rng.random() < 0.2:
                    self._transferred()
                    return
                continue
            self._go(
                rng.uniform(0.5, 3), "strike_off", office, photo="check",
                note=rng.choice(words.STRUCK_OFF),
            )  # fmt: skip
            return

    def _transferred(self) -> None:
        said = {"enforcement": f"粤执法{self.moment:%Y}-{self.rng.randrange(1, 9000):04d}",
                "reason": "逾期未改正，依法移交查处"}  # fmt: skip
        self._go(2, "transfer", desk.officer(self.stage, self.rng), **said)

    def _go(self, days: float, key: str, actor: Actor, *, photo: str = "", **data: Any) -> bool:
        """A move so many days on; False where that is beyond the end."""
        later = self.moment + timedelta(days=days * self.rng.uniform(0.7, 1.3))
        moment = self.stage.desk(later) if days >= 0.5 else later
        if moment >= self.stage.end:
            return False
        self._wait_until(moment)
        with clock.at(moment):
            if photo:
                group = _GROUPS.get(self.case.attributes["field"], "安全生产")
                ready = self.stage.photo(photo, group, self.variant)
                filing.add(self.case, [ready], stage=photo, account_id=actor.id)
            self.case = make_move(self.stage.town_id, self.number, key, data, actor=actor)
        self.moment = moment
        return True

    def _end(self) -> None:
        self._wait_until(self.stage.end)

    def _wait_until(self, moment: datetime) -> None:
        """What the worker would have done meanwhile: warn, record lateness, supervise."""
        for _turn in range(60):
            due = Clock.objects.filter(case_id=self.case.pk, act_at__lte=moment)
            at = due.order_by("act_at").values_list("act_at", flat=True).first()
            if at is None:
                return
            self.moment = max(self.moment, at)
            with clock.at(self.moment):
                worker.mind(Work(self._load(), actor=SYSTEM))
                self._supervise()
        raise RuntimeError(f"the clocks of {self.number} do not come to rest")

    def _supervise(self) -> None:
        """The worker's reaction comes too late to tell of it in its own time, and finds it done."""
        lines = History.objects.filter(
            town_id=self.stage.town_id, kind="case", record_id=self.case.pk, verb="lapsed"
        )
        for line_id in lines.filter(at=clock.now()).values_list("pk", flat=True):
            supervise_late(line_id)


def opened_by(stage: Stage, visit: Any) -> list[str]:
    """Numbers of the hazards that a check opened: not those that were open already."""
    said = [answer["case"] for answer in visit.answers.values() if "case" in answer]
    cases = Case.objects.filter(town_id=stage.town_id, number__in=said).order_by("id")
    return [one.number for one in cases if one.attributes["visit"] == visit.number]
