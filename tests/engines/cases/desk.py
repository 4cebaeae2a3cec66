"""A shorthand for tests of the loop: people of the small town making moves."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from PIL import Image

from jiedao.engines.cases.actions import NewRequest, Receipt, make_move, report
from jiedao.engines.cases.actions.filing import attach
from jiedao.engines.cases.models import Case
from jiedao.foundation.files.checking import Upload
from jiedao.foundation.staff.actions import NewPost, add_post
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of, forget_reach
from jiedao.kernel import clock
from jiedao.kernel.actors import RESIDENT, SYSTEM
from jiedao.kernel.transactions import within
from tests.cast import SINCE, SmallTown

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=clock.TOWN_ZONE)
"""An ordinary Monday, half an hour after the office opened."""

IN_GRID_1 = {"longitude": 114.305, "latitude": 22.705}
HAPPY = dict.fromkeys(("speed", "effect", "attitude", "feedback"), "satisfied")
UNHAPPY = HAPPY | {"effect": "dissatisfied"}


@dataclass
class Desk:
    """The town, and the case that the test is about."""

    town: SmallTown
    receipt: Receipt

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return Case.objects.get(pk=self.receipt.case.pk)

    @property
    def number(self) -> str:
        return self.receipt.case.number

    def do(self, key: str, who: Account, version: int | None = None, **data: Any) -> Case:
        """Make a move as somebody."""
        actor = actor_of(who)
        # A transaction of its own, as at the edge: a refusal rolls back this move alone.
        with transaction.atomic():
            return make_move(self.town.id, self.number, key, data, actor=actor, version=version)

    def photo(self, stage: str) -> None:
        """A small picture of that stage, taken on the spot."""
        with within():
            taken = Upload("p.jpg", picture(), 114.305, 22.705, clock.now())
            attach(self.case, [taken], stage=stage)

    def to_handling(self) -> None:
        """Signed for by 陈城管."""
        self.do("sign", self.town.handler)

    def to_handled(self) -> None:
        self.to_handling()
        self.photo("after")
        self.do("handle", self.town.handler, result="已清理干净。")

    def to_checked(self) -> None:
        self.to_handled()
        self.photo("check")
        self.do("check_pass", self.town.checker, note="现场已干净。")

    def to_closed(self) -> None:
        self.to_checked()
        self.do("close", self.town.dispatcher, reply="您反映的垃圾已于今日清理完毕。")


def picture(size: tuple[int, int] = (40, 30), form: str = "JPEG") -> io.BytesIO:
    """A picture that is one."""
    body = io.BytesIO()
    Image.new("RGB", size, (90, 140, 90)).save(body, form)
    body.seek(0)
    return body


def reported(town: SmallTown, text: str = "幸福路1号门前垃圾没人清理", **fields: Any) -> Desk:
    """A resident of grid 1 reports; by default rubbish, which the catalogue sends to 城管科."""
    values = {"channel": "public_page", "contact_name": "张阿姨", "contact_phone": "13800005678"}
    new = NewRequest(text=text, **(values | IN_GRID_1 | fields))
    with transaction.atomic():
        return Desk(town, report(town.id, new, actor=RESIDENT))


def also(town: SmallTown, account: Account, unit: str, role: str) -> None:
    """Give somebody a second post: small offices have people with several."""
    post = NewPost(account.username, unit, role, valid_from=SINCE)
    add_post(town.id, post, actor=SYSTEM)
    forget_reach(account)


def at(hours: float = 0, days: float = 0) -> Any:
    """The clock so long after that Monday morning."""
    return clock.at(MONDAY + timedelta(hours=hours, days=days))
