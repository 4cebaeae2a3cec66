"""Putting the town on paper into the database, through the batch actions."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import translation

from jiedao.config.demo.matters import Matter, classes, group_codes, matters
from jiedao.config.demo.plan import AreaPlan, TownPlan
from jiedao.config.demo.settings import DemoSettings
from jiedao.foundation.catalogue import actions as catalogue_actions
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow, ItemRow
from jiedao.foundation.parties.actions import NewOrganisation, add_organisations
from jiedao.foundation.places.actions import NewArea, NewFeature, add_areas, add_features
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff import actions as staff_actions
from jiedao.foundation.staff.actions import NewAccount, NewPost, NewUnit
from jiedao.foundation.staff.models import Account, Post
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import Town

SINCE = date(2020, 1, 1)
DEMO_PASSWORD = "Yunwan-2026"  # noqa: S105
Say = Callable[[str, int], Callable[[int], None]]
T = TypeVar("T")

TITLES = {
    "dispatcher": "分拨员 Dispatcher",
    "handler": "经办人 Handler",
    "checker": "核查员 Checker",
    "caller": "回访员 Caller",
    "duty": "值班员（值班、突发事件、点名） Duty officer",
    "leader": "街道领导（数据、计划墙、发布总结） Leader",
    "supervisor": "督查专员 Supervisor",
    "clerk": "社区分拨员 Community clerk",
    "grid": "网格员 Grid worker",
    "safety": "应急管理办 Safety office",
    "social": "公共服务办 Public services",
    "planner": "计划与总结（数据、计划墙、读入计划、工作总结） Plan and reports",
    "catalogue": "清单管理员 Catalogue owner",
    "admin": "系统管理员 System administrator",
    "security": "安全管理员（授予角色） Security administrator",
    "auditor": "审计员 Auditor",
}
"""User names that a visitor may try, and what they are."""


def load(town: Town, plan: TownPlan, say: Say) -> None:
    """Areas, base map, units, people, catalogue and organisations of the demo town.

    Belongs into one transaction of the caller: a town half loaded would be of no use.
    """
    # What enters the records is the office's own language, whoever runs the command.
    with translation.override("zh-hans"):
        _areas(town, plan, say)
        _units(town, plan)
        _catalogue(town, plan)
        _organisations(town, plan, say)
    towns.touch(town.pk)


def _areas(town: Town, plan: TownPlan, say: Say) -> None:
    tick = say("地图 Map", len(plan.areas) + len(plan.features))
    for part in _parts(plan.areas, 3000):
        add_areas(town.pk, [_area(row) for row in part], actor=SYSTEM)
        tick(len(part))
    for features in _parts(plan.features, 3000):
        news = [NewFeature(f.kind, f.shape, name=f.name, rank=f.rank) for f in features]
        add_features(town.pk, news, actor=SYSTEM)
        tick(len(features))


def _area(row: AreaPlan) -> NewArea:
    return NewArea(
        level=row.level,
        code=row.code,
        name=row.name,
        grid_kind=row.grid_kind,
        parent_code=row.parent,
        aliases=row.aliases,
        address=row.address,
        lon=row.lon,
        lat=row.lat,
        shape=row.shape,
        attributes=row.attributes,
        valid_from=SINCE,
    )


def _units(town: Town, plan: TownPlan) -> None:
    staff_actions.add_standard_roles(town.pk, actor=SYSTEM)
    staff_actions.add_units(
        town.pk,
        [
            NewUnit(u.code, u.name, u.kind, u.parent, u.area, u.phone, u.duties, valid_from=SINCE)
            for u in plan.units
        ],
        actor=SYSTEM,
    )
    accounts = staff_actions.add_accounts(
        town.pk,
        [NewAccount(p.username, p.name, phone=p.phone) for p in plan.people],
        actor=SYSTEM,
    )
    staff_actions.add_posts(
        town.pk,
        [
            NewPost(p.username, post.unit, post.role, title=post.title, valid_from=SINCE)
            for p in plan.people
            for post in p.posts
        ],
        actor=SYSTEM,
    )
    named = [account for account in accounts if _short(account.username) in TITLES]
    staff_actions.set_demo_password(named, DEMO_PASSWORD, actor=SYSTEM)


def _short(username: str) -> str:
    """The user name without the prefix of a second demo town."""
    return username.rpartition(".")[2]


def _catalogue(town: Town, plan: TownPlan) -> None:
    communities = [(a.code, u.code) for a in plan.of_level("community") for u in plan.units
                   if u.area == a.code and u.kind == "community"]  # fmt: skip
    rows = [ItemRow(code=letter, name=group) for group, letter in group_codes().items()]
    rows += [
        ItemRow(code=kind.code, name=kind.name, parent=kind.code[0], guide=kind.guide)
        for kind in classes()
    ]
    rows += [_item(matter, communities) for matter in matters()]
    catalogue_actions.load(town.pk, rows, note="演示目录", actor=SYSTEM)


def _item(matter: Matter, communities: Sequence[tuple[str, str]]) -> ItemRow:
    duties = [DutyRow(unit="centre", part="fallback")]
    for unit, part in ((matter.lead, "lead"), (matter.co, "co")):
        if unit == "community":
            duties += [DutyRow(unit=code, area=area, part=part) for area, code in communities]
        elif unit:
            duties.append(DutyRow(unit=unit, part=part))
    return ItemRow(
        code=matter.code,
        name=matter.name,
        parent=matter.kind.code,
        level=matter.level,
        guide=matter.kind.guide,
        keywords=matter.keywords,
        check_way=matter.check,
        evidence=matter.evidence,
        conditions=tuple(
            ConditionRow(
                text=f"发现或接报{matter.name}",
                stage=limit.stage,
                limit_amount=limit.amount,
                limit_unit=limit.unit,
                close_condition="问题消除或已依法处理并答复",
            )
            for limit in matter.limits
        ),
        duties=tuple(duties),
    )


def _organisations(town: Town, plan: TownPlan, say: Say) -> None:
    tick = say("企业 Enterprises", len(plan.organisations))
    areas = dict(Area.objects.filter(town=town, level="premises").values_list("code", "id"))
    for part in _parts(plan.organisations, 1000):
        news = [
            NewOrganisation(
                o.name,
                o.uscc,
                o.kind,
                area_id=areas.get(o.premises),
                address=o.address,
                lon=o.lon,
                lat=o.lat,
                industry=o.industry,
                attributes=o.attributes,
                valid_from=SINCE,
            )
            for o in part
        ]
        add_organisations(town.pk, news, actor=SYSTEM)
        tick(len(part))


def _parts(rows: Sequence[T], size: int) -> list[Sequence[T]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def make_town(settings: DemoSettings, replayed: str = "") -> Town:
    """The row of a new demo town; everything in it is invented and marked so. ``replayed`` is the
    profile of a town replayed."""
    return Town.objects.create(
        key=settings.key,
        title=settings.title,
        title_en=settings.title_en,
        settings=dict(settings.town),
        simulated=True,
        replayed=replayed,
        created_at=clock.now(),
    )


def demo_accounts(town: Town) -> list[tuple[str, str, str]]:
    """Who may be tried: user name, role and name of the accounts with the demo password."""
    rows = Account.objects.filter(town=town, is_active=True)
    usable = rows.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    names = {_short(account.username): account for account in usable}
    posts = Post.objects.filter(account__in=usable, valid_to=None).select_related("unit")
    units = {post.account_id: post.unit.name for post in posts.order_by("-id")}
    return [
        (names[short].username, title, f"{names[short].name}（{units.get(names[short].pk, '')}）")
        for short, title in TITLES.items()
        if short in names
    ]
