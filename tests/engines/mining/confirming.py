"""A shorthand: residents report in words that no rule of the catalogue knows, 林调度 dispatches."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from jiedao.engines.cases.actions import NewRequest, make_move, report_many
from jiedao.engines.cases.models import Case
from jiedao.foundation.catalogue.models import Item
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock, outbox, towns
from jiedao.kernel.actors import RESIDENT
from jiedao.kernel.models import Town
from tests.cast import SmallTown
from tests.engines.cases.desk import MONDAY

SAYS = {
    "stall": ("小贩推车在人行道卖水果", "烧烤车又停在校门口卖串", "三轮车卖菜挡住路口"),
    "lamp": ("晚上灯柱全黑看不清台阶", "巷子里的灯坏了好几盏", "公园步道的灯一直没亮"),
    "rubbish": ("纸箱和剩饭堆在楼下发臭", "旧沙发扔在绿化带没人收", "桶满了外溢一地"),
    "noise": ("半夜音响太大声睡不着", "工地凌晨还在打桩", "跳舞的喇叭开得很响"),
}
PLACES = ("东门", "北巷", "桥头", "学校旁", "菜场后", "医院边")


def words(name: str, n: int) -> str:
    """The n-th text of that matter."""
    said = SAYS[name]
    return f"{PLACES[n % len(PLACES)]}{said[n % len(said)]}，第{n}次来说"


def report(town: SmallTown, texts: Sequence[str], at: datetime) -> list[Case]:
    """Reported in the west, a minute apart."""
    found = []
    for start in range(0, len(texts), 50):
        news = [
            NewRequest(
                text=text, channel="public_page", contact_name="张阿姨",
                contact_phone="13800005678", longitude=114.302 + n / 10_000, latitude=22.705,
                address=f"平安路{start + n}号",
            )
            for n, text in enumerate(texts[start : start + 50])
        ]  # fmt: skip
        with clock.at(at):
            found += [one.case for one in report_many(town.id, news, actor=RESIDENT)]
    for n, case in enumerate(found):
        case.reported_at = at + timedelta(minutes=n)
    Case.objects.bulk_update(found, ["reported_at"])
    return found


def dispatch(case: Case, item: Item, who: Account, unlike: str = "") -> None:
    """As somebody chooses."""
    data = {"item": item.pk, "unlike": unlike}
    make_move(case.town_id, case.number, "dispatch", data, actor=actor_of(who))


def confirm(
    town: SmallTown, count: int, at: datetime = MONDAY, *, wrong: bool = False
) -> list[Case]:
    """So many cases, of four matters in turn, each dispatched as what it is at once; ``wrong``:
    as something else."""
    names = list(SAYS)
    cases = report(town, [words(names[n % 4], n) for n in range(count)], at)
    for n, case in enumerate(cases):
        name = names[(n + 1) % 4] if wrong else names[n % 4]
        with clock.at(case.reported_at + timedelta(seconds=20)):
            dispatch(case, getattr(town.items, name), town.dispatcher)
    return cases


def setting(town: SmallTown, **values: object) -> None:
    """Change settings of the town."""
    row = Town.objects.get(pk=town.id)
    row.settings = {**row.settings, **values}
    row.save(update_fields=["settings"])
    towns.touch(town.id)


def deliver() -> None:
    """The worker's outbox, in this test's transaction."""
    outbox.deliver_due(limit=2000)
