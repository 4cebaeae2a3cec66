"""Putting the town on paper into the database, through the batch actions."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from jiedao.config.demo.matters import Matter, group_codes, matters
from jiedao.config.demo.plan import AreaPlan, TownPlan
from jiedao.foundation.catalogue import actions as catalogue_actions
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow, ItemRow
from jiedao.foundation.parties.actions import NewOrganisation, add_organisations
from jiedao.foundation.places.actions import NewArea, NewFeature, add_areas, add_features
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff import actions as staff_actions
from jiedao.foundation.staff.actions import NewAccount, NewPost, NewUnit
from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import Town
from jiedao.kernel.transactions import durable

SINCE = date(2020, 1, 1)
DEMO_PASSWORD = "Yunwan-2026"  # noqa: S105
Say = Callable[[str, int], Callable[[int], None]]
T = TypeVar("T")

SIGN_INS = (
    ("dispatcher", "分拨员 Dispatcher"),
    ("handler", "承办人 Handler"),
    ("checker", "核查员 Checker"),
    ("caller", "回访员 Caller"),
    ("leader", "街道领导 Leader"),
    ("supervisor", "督查 Supervisor"),
    ("community_dispatcher", "社区 Community"),
    ("grid_worker", "网格员 Grid worker"),
    ("catalogue_owner", "事项目录 Catalogue"),
    ("system_admin", "系统管理 System"),
    ("auditor", "审计 Auditor"),
)


def load(town: Town, plan: TownPlan, say: Say) -> None:
    """Areas, base map, units, people, catalogue and organisations of the demo town."""
    _areas(town, plan, say)
    with durable():
        _units(town, plan)
    with durable():
        _catalogue(town, plan)
    _organisations(town, plan, say)
    towns.touch(town.pk)


def _areas(town: Town, plan: TownPlan, say: Say) -> None:
    tick = say("地图 Map", len(plan.areas) + len(plan.features))
    for part in _parts(plan.areas, 3000):
        with durable():
            add_areas(town.pk, [_area(row) for row in part], actor=SYSTEM)
        tick(len(part))
    for features in _parts(plan.features, 3000):
        with durable():
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
    shown = {username for username, _title, _name in sign_ins(plan)}
    named = [account for account in accounts if account.username in shown]
    staff_actions.set_demo_password(named, DEMO_PASSWORD, actor=SYSTEM)


def sign_ins(plan: TownPlan) -> list[tuple[str, str, str]]:
    """One account for each role that a visitor may try: (user name, role, person)."""
    result = []
    for role, title in SIGN_INS:
        person = next((p for p in plan.people if p.posts and p.posts[0].role == role), None)
        if person is not None:
            result.append((person.username, title, person.name))
    return result


def _catalogue(town: Town, plan: TownPlan) -> None:
    communities = [(a.code, u.code) for a in plan.of_level("community") for u in plan.units
                   if u.area == a.code and u.kind == "community"]  # fmt: skip
    rows = [ItemRow(code=letter, name=group) for group, letter in group_codes().items()]
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
        parent=matter.code[0],
        level=matter.level,
        guide=f"受理后联系诉求人核实情况，按“{matter.group}”职责清单办理，办结时附处置情况。",
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
        with durable():
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


def make_town(key: str, settings: dict[str, object]) -> Town:
    """The row of a new demo town; everything in it is invented and marked so."""
    with durable():
        return Town.objects.create(
            key=key,
            title="云湾街道（演示）",
            title_en="Yunwan Sub-district (demo)",
            settings=settings,
            simulated=True,
            created_at=clock.now(),
        )


def demo_accounts(town: Town) -> list[tuple[str, str, str]]:
    """The sign-ins of a demo town that is already there."""
    result = []
    for role, title in SIGN_INS:
        # Only those that were given the demo password can sign in with it.
        rows = Account.objects.filter(town=town, posts__role__key=role, is_active=True)
        account = rows.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).order_by("id").first()
        if account is not None:
            result.append((account.username, title, account.name))
    return result
