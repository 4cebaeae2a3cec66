"""A simulated year of livelihood: micro projects in every stage, and what residents order."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from jiedao.applications.livelihood import sample_words as words
from jiedao.applications.livelihood.kinds import MENU, ORDER, PROJECT, SESSION, Category
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.sampling import Chapter, Spot, Stage
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor

PROJECTS: Final = 42
ORDERS: Final = 160
_AT_ONCE: Final = 6


def sample(stage: Stage) -> Iterator[Chapter]:
    """The office and the menu, then projects and orders as they came."""
    yield Chapter(stage.start, partial(_open, stage), first=True)
    chapters, latest = [], stage.end - timedelta(hours=3)
    for place in range(PROJECTS):
        # Somewhat more of late: those of long ago are finished.
        days = 1 + int(354 * (1 - place / (PROJECTS - 1)) ** 1.3)
        at = min(stage.desk(stage.day(days, 10)), latest)
        chapters.append(Chapter(at, partial(_project, stage, at, place), at >= stage.recent))
    for start in range(0, ORDERS, _AT_ONCE):
        at = stage.desk(stage.day(350 - start * 349 // (ORDERS - _AT_ONCE), 9))
        at = min(at, latest)
        chapters.append(Chapter(at, partial(_orders, stage, at, start), at >= stage.recent))
    yield from sorted(chapters, key=lambda chapter: chapter.at)


def _open(stage: Stage) -> None:
    """Who reviews and accepts, and what may be ordered."""
    stage.appoint("livelihood_office", "social", slice(0, 3))
    menu = [
        {"title": title, "theme": theme, "provider": provider, "what": what}
        for title, theme, provider, what in words.MENU
    ]
    stage.enter(MENU, menu, _office(stage, 0))


def _office(stage: Stage, seed: int) -> Actor:
    return stage.rng("livelihood", "office", seed).choice(stage.people("livelihood_office"))


class Way:
    """One project on its public way; a step beyond the end of the town's time is not made."""

    def __init__(self, stage: Stage, at: datetime, place: int) -> None:
        self.stage, self.at, self.place = stage, at, place
        self.rng = stage.rng("livelihood", "project", place)
        self.idea = words.IDEAS[place % len(words.IDEAS)]
        self.spot: Spot = self.rng.choice(stage.buildings)
        self.clerk = self.rng.choice(stage.people("", self.spot.unit))
        self.office = _office(stage, place)
        self.amount = self.rng.randrange(6, 36) * 5000
        self.row = self._proposed()

    def _proposed(self) -> Record:
        title, category, theme, need = self.idea
        values: dict[str, Any] = {
            "title": f"{self.spot.name}{title}", "category": category, "theme": theme,
            "need": need, "amount_applied": self.amount, "unit": self.spot.unit,
            "proposer": self.rng.choices(words.PROPOSERS, (5, 2, 2))[0], "day": self.at.date(),
            "ends_on": self.at.date() + timedelta(days=self.rng.randrange(90, 170)),
        } | self.spot.where  # fmt: skip
        with clock.at(self.at):
            return add(self.stage.town_id, PROJECT, values, actor=self.clerk)

    def tell(self) -> None:
        """Reviewed, decided, put up, carried out, accepted, in the ledger; or not taken up."""
        budget = int(self.amount * self.rng.uniform(0.8, 1.0)) // 1000 * 1000
        if self.rng.random() < 0.12:
            reason = self.rng.choice(words.REJECTED)
            self._go(8, "reject", self.office, reason=reason)
            return
        note = self.rng.choice(words.REVIEWED)
        if not self._go(7, "review", self.office, budget=budget, note=note):
            return
        if self._decided() and self._put_up() and self._carried_out(budget):
            self._accepted()

    def _decided(self) -> bool:
        present = self.rng.randrange(12, 46)
        support = present - self.rng.randrange(0, present // 3)
        minutes = words.MINUTES.format(
            community=self.stage.communities[self.spot.community], present=present, support=support
        )
        return self._go(9, "decide", self.clerk, present=present, support=support, minutes=minutes)

    def _put_up(self) -> bool:
        begin = self.stage.desk(self.at, 2).date()
        span = {"notice_from": begin, "notice_to": begin + timedelta(days=6)}
        if not self._go(2, "notice", self.clerk, **span):
            return False
        if self.rng.random() < 0.2:
            objection = self.rng.choice(words.OBJECTIONS)
            return self._go(2, "object", self.clerk, objection=objection) and self._go(
                3, "settle", self.office, reason="已上门解释并调整位置，提出人表示理解。"
            )
        return True

    def _carried_out(self, budget: int) -> bool:
        if not self._go(self.rng.randrange(9, 16), "start", self.clerk):
            return False
        begun = self.at.date()
        for number, name in enumerate(words.MILESTONES):
            due = begun + timedelta(days=18 * (number + 1))
            self._go(0.01, "add_milestone", self.clerk, title=name, due_on=due)
        if self.idea[1] == Category.SERVICES:
            self._sessions()
        for number, name in enumerate(words.MILESTONES):
            if not self._go(self.rng.randrange(13, 24), "milestone_done", self.clerk, title=name):
                return False
            share = (0.3, 0.4, 0.25)[number]
            self._go(1, "pay", self.clerk, amount=int(budget * share), note=f"{name}后支付")
        # Some are never heard of again, and stand there late.
        return self.place % 9 != 4

    def _sessions(self) -> None:
        """Sessions with those who came; the last one may still lie ahead."""
        for number in range(3):
            begins = self.stage.desk(self.at, 10 * (number + 1)).replace(hour=15, minute=0)
            values = {"title": f"{self.idea[0]}第{number + 1}场", "topic": self.idea[0],
                      "starts_at": begins, "capacity": 40}  # fmt: skip
            with clock.at(self.at):
                row = add(self.stage.town_id, SESSION, values, actor=self.clerk,
                          subject=(PROJECT, self.row.pk))  # fmt: skip
            self.stage.go(self.at, row, "announce", self.clerk)
            held = begins + timedelta(hours=2)
            if held < self.stage.end:
                self.stage.go(held, row, "hold", self.clerk, attended=self.rng.randrange(15, 40),
                              summary=words.SUMMARY)  # fmt: skip

    def _accepted(self) -> None:
        picture = self.stage.photo("after", "市政设施", self.place)
        if self._go(6, "accept", self.office, shown=[picture], rating=self.rng.randrange(82, 100),
                    note="资料齐全，居民代表到场验收。"):  # fmt: skip
            self._go(5, "publish", self.clerk)

    def _go(self, days: float, key: str, actor: Actor, **data: Any) -> bool:
        later = self.at + timedelta(days=days)
        moment = self.stage.desk(later) if days >= 1 else later
        if moment >= self.stage.end:
            return False
        self.stage.go(moment, self.row, key, actor, **data)
        self.at = moment
        return True


def _project(stage: Stage, at: datetime, place: int) -> None:
    Way(stage, at, place).tell()


def _orders(stage: Stage, at: datetime, start: int) -> None:
    """Ordered from the menu, given to a provider, given, rated."""
    menu = list(Thing.objects.filter(town_id=stage.town_id, kind=MENU).order_by("id"))
    for place in range(start, min(start + _AT_ONCE, ORDERS)):
        rng = stage.rng("livelihood", "order", place)
        item, spot = rng.choice(menu), rng.choice(stage.buildings)
        clerk = rng.choice(stage.people("", spot.unit))
        values = {"title": f"{spot.name}居民：{item.title}", "wish": rng.choice(words.WISHES),
                  "contact": f"1380000{rng.randrange(10_000):04d}", "unit": spot.unit,
                  "day": at.date()} | spot.where  # fmt: skip
        with clock.at(at + timedelta(minutes=20 * (place - start))):
            row = add(stage.town_id, ORDER, values, actor=clerk, subject=(MENU, item.pk))
        _fulfilled(stage, row, at, place, clerk, item.attributes["provider"])


def _fulfilled(
    stage: Stage, row: Record, at: datetime, place: int, clerk: Actor, provider: str
) -> None:
    rng = stage.rng("livelihood", "fate", place)
    steps: list[tuple[float, str, dict[str, Any]]] = [(1, "assign", {"provider": provider})]
    if rng.random() < 0.06:
        steps = [(2, "refuse", {"reason": "不在服务范围，已转介其他渠道。"})]
    else:
        steps.append((rng.randrange(2, 12), "give", {"quantity": rng.randrange(1, 4)}))
        if rng.random() < 0.8:
            rating = rng.choices((5, 4, 3, 2), (60, 28, 9, 3))[0]
            steps.append((rng.randrange(1, 6), "rate", {"rating": rating}))
    for days, key, data in steps:
        at = stage.desk(at, days)
        if at >= stage.end:
            return
        stage.go(at, row, key, clerk, **data)
