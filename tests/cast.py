"""Named people in a small town, for every test that needs data.

``small_town()`` builds one in some dozens of statements; the fixture ``town``
(``tests.kept_town``) gives it to a test. Who is called what tells what he may do; a test of
refusal is the test of success with another person. 石路人 holds no post, 钱邻镇 works in another town.

The town lies between 114.300–114.340 east and 22.700–22.720 north (WGS-84): a community in the
west, one in the east, each with two grids side by side, each grid with two buildings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import shapely

from jiedao.foundation.parties.actions import find_or_add_person
from jiedao.foundation.parties.models import Person
from jiedao.foundation.places.models import Area, AreaShape
from jiedao.foundation.staff import actions, tokens
from jiedao.foundation.staff.actions import NewAccount, NewPost, NewUnit
from jiedao.foundation.staff.models import Account, Role, Unit
from jiedao.kernel import clock, towns
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import Town
from tests.matters import Items, add_items

PASSWORD = "Jiedao-2026!"
SINCE = date(2020, 1, 1)
WEST_EDGE, SOUTH_EDGE, STEP = 114.300, 22.700, 0.010


@dataclass(frozen=True)
class Places:
    """Areas. West grids are 1 and 2 from west to east, east grids 3 and 4."""

    subdistrict: Area
    west: Area
    east: Area
    grid_1: Area
    grid_2: Area
    grid_3: Area
    grid_4: Area
    buildings: tuple[Area, ...]


@dataclass(frozen=True)
class Units:
    office: Unit
    centre: Unit
    city: Unit
    water: Unit
    squad: Unit
    """A team under 城管科."""
    west: Unit
    east: Unit
    grid_1: Unit
    contractor: Unit
    police: Unit
    """External: written to by letter."""


@dataclass(frozen=True)
class SmallTown:
    town: Town
    places: Places
    units: Units
    items: Items
    roles: dict[str, Role]
    dispatcher: Account
    """林调度, 指挥中心."""
    supervisor: Account
    """唐督查, 指挥中心: approves extensions and suspensions, supervises."""
    checker: Account
    """何核查, 指挥中心."""
    caller: Account
    """方回访, 指挥中心."""
    arbiter: Account
    """郑仲裁, 指挥中心."""
    leader: Account
    """周书记."""
    handler: Account
    """陈城管, 城管科."""
    colleague: Account
    """邓城管, 城管科 as well."""
    unit_lead: Account
    """曹科长, 城管科."""
    squad_member: Account
    """马队员, the team under 城管科."""
    co_handler: Account
    """吴水务, 水务科."""
    contractor: Account
    """丁承包, 市政养护公司."""
    clerk_west: Account
    """罗社区, 西岭社区: dispatches and handles in his community."""
    clerk_east: Account
    """谢社区, 东港社区."""
    grid_worker: Account
    """黄网格, grid 1."""
    catalogue_owner: Account
    """苏清单."""
    admin: Account
    """管系统: system administrator, sees no case."""
    security: Account
    """安授权: security administrator."""
    auditor: Account
    """申审计."""
    reader: Account
    """阅只读."""
    superuser: Account
    """总管理."""
    nobody: Account
    """石路人: an account without a post."""
    stranger: Account
    """钱邻镇: a dispatcher of another town."""
    auntie: Person
    """张阿姨, 13800005678, lives in grid 1."""
    uncle: Person
    """李大爷, 13900001234."""

    @property
    def id(self) -> int:
        return self.town.pk

    def token(self, account: Account) -> str:
        """A bearer token of an account."""
        return tokens.issue(self.id, account=account, actor=SYSTEM)

    def channel_token(self, channel: str = "hotline_12345") -> str:
        """A bearer token of a machine that delivers requests."""
        return tokens.issue(self.id, channel=channel, actor=SYSTEM)


# attribute → user name, name, unit code, role
_STAFF = {
    "dispatcher": ("lin", "林调度", "centre", "dispatcher"),
    "supervisor": ("tang", "唐督查", "centre", "supervisor"),
    "checker": ("he", "何核查", "centre", "checker"),
    "caller": ("fang", "方回访", "centre", "caller"),
    "arbiter": ("zheng", "郑仲裁", "centre", "arbiter"),
    "leader": ("zhou", "周书记", "office", "leader"),
    "handler": ("chen", "陈城管", "city", "handler"),
    "colleague": ("deng", "邓城管", "city", "handler"),
    "unit_lead": ("cao", "曹科长", "city", "unit_lead"),
    "squad_member": ("ma", "马队员", "squad", "handler"),
    "co_handler": ("wu", "吴水务", "water", "handler"),
    "contractor": ("ding", "丁承包", "contractor", "handler"),
    "clerk_west": ("luo", "罗社区", "west", "community_dispatcher"),
    "clerk_east": ("xie", "谢社区", "east", "community_dispatcher"),
    "grid_worker": ("huang", "黄网格", "grid_1", "grid_worker"),
    "catalogue_owner": ("su", "苏清单", "centre", "catalogue_owner"),
    "admin": ("guan", "管系统", "office", "system_admin"),
    "security": ("an", "安授权", "office", "security_admin"),
    "auditor": ("shen", "申审计", "office", "auditor"),
    "reader": ("yue", "阅只读", "office", "reader"),
    "superuser": ("root", "总管理", "", ""),
    "nobody": ("shi", "石路人", "", ""),
}

# code, name, kind, parent, area code
_UNITS = (
    ("office", "街道办事处", "leadership", "", "T"),
    ("centre", "指挥中心", "department", "office", ""),
    ("city", "城管科", "department", "office", ""),
    ("water", "水务科", "department", "office", ""),
    ("squad", "城管一队", "team", "city", ""),
    ("west", "西岭社区", "community", "office", "W"),
    ("east", "东港社区", "community", "office", "E"),
    ("grid_1", "西岭第一网格", "grid", "west", "W1"),
    ("contractor", "市政养护公司", "contractor", "office", ""),
    ("police", "派出所", "external", "", ""),
)


def small_town(key: str = "small") -> SmallTown:
    """Build the town in the present database; call it inside a transaction."""
    towns.forget()
    tokens.forget()
    moment = clock.now()
    neighbour = Town.objects.create(key=f"{key}-next", title="邻镇", created_at=moment)
    town = Town.objects.create(
        key=key,
        title="小城街道",
        title_en="Small Town",
        created_at=moment,
        settings={"area_code": "0755", "office_hours": [["09:00", "12:00"], ["14:00", "18:00"]]},
    )
    places = _places(town)
    units = _units(town)
    roles = actions.add_standard_roles(town.pk, actor=SYSTEM)
    people = _people(town)
    residents = _residents(town)
    return SmallTown(
        town=town,
        places=places,
        units=units,
        items=add_items(town, units, places),
        roles=roles,
        stranger=_stranger(neighbour),
        auntie=residents[0],
        uncle=residents[1],
        **people,
    )


def _square(column: int, columns: int = 1) -> shapely.Polygon:
    west = WEST_EDGE + column * STEP
    return shapely.box(west, SOUTH_EDGE, west + columns * STEP, SOUTH_EDGE + 2 * STEP)


def _area(town: Town, level: str, code: str, name: str, shape: shapely.Geometry) -> Area:
    return Area(
        town=town,
        level=level,
        code=code,
        name=name,
        grid_kind="general" if level == "grid" else "",
        lon=round(shape.centroid.x, 6),
        lat=round(shape.centroid.y, 6),
        valid_from=SINCE,
    )


def _places(town: Town) -> Places:
    shapes = {
        "T": _square(0, 4), "W": _square(0, 2), "E": _square(2, 2),
        "W1": _square(0), "W2": _square(1), "E3": _square(2), "E4": _square(3),
    }  # fmt: skip
    top = _area(town, "subdistrict", "T", "小城街道", shapes["T"])
    west = _area(town, "community", "W", "西岭社区", shapes["W"])
    east = _area(town, "community", "E", "东港社区", shapes["E"])
    grids = [
        _area(town, "grid", code, name, shapes[code])
        for code, name in zip(
            ("W1", "W2", "E3", "E4"),
            ("西岭第一网格", "西岭第二网格", "东港第一网格", "东港第二网格"),
            strict=True,
        )
    ]
    top.save()
    west.parent = east.parent = top
    Area.objects.bulk_create([west, east])
    for grid, community in zip(grids, (west, west, east, east), strict=True):
        grid.parent = grid.community = community
    Area.objects.bulk_create(grids)
    buildings = [building for grid in grids for building in _buildings(town, grid)]
    Area.objects.bulk_create(buildings)
    AreaShape.objects.bulk_create(
        _shape(area, shapes[area.code]) for area in (top, west, east, *grids)
    )
    return Places(top, west, east, *grids, buildings=tuple(buildings))


def _buildings(town: Town, grid: Area) -> Iterator[Area]:
    """Two buildings a grid, 幸福路 south and 平安路 north of the middle, numbered from the west."""
    number = ["W1", "W2", "E3", "E4"].index(grid.code) + 1
    for road, north in (("幸福路", -0.002), ("平安路", 0.002)):
        building = _area(
            town, "building", f"{grid.code}-{number}{'S' if north < 0 else 'N'}",
            f"{road}{number}号楼", shapely.Point(grid.lon, grid.lat + north),
        )  # fmt: skip
        building.address = f"{road}{number}号"
        building.parent, building.community = grid, grid.community
        yield building


def _shape(area: Area, shape: shapely.Polygon) -> AreaShape:
    west, south, east, north = shape.bounds
    return AreaShape(
        area=area, valid_from=SINCE, wkb=shape.wkb,
        min_lon=west, min_lat=south, max_lon=east, max_lat=north,
    )  # fmt: skip


def _units(town: Town) -> Units:
    rows = actions.add_units(
        town.pk, [NewUnit(*row, valid_from=SINCE) for row in _UNITS], actor=SYSTEM
    )
    return Units(**{row.code: row for row in rows})


def _people(town: Town) -> dict[str, Account]:
    accounts = actions.add_accounts(
        town.pk,
        [NewAccount(username, name, superuser=username == "root")
         for username, name, _unit, _role in _STAFF.values()],
        actor=SYSTEM,
    )  # fmt: skip
    actions.add_posts(
        town.pk,
        [NewPost(username, unit, role, valid_from=SINCE)
         for username, _name, unit, role in _STAFF.values() if role],
        actor=SYSTEM,
    )  # fmt: skip
    actions.set_demo_password(accounts, PASSWORD, actor=SYSTEM)
    return dict(zip(_STAFF, accounts, strict=True))


def _stranger(neighbour: Town) -> Account:
    actions.add_units(neighbour.pk, [NewUnit("centre", "邻镇指挥中心", "department")], actor=SYSTEM)
    role = Role.objects.create(
        town=neighbour, key="dispatcher", name="分拨员", scope="town",
        permissions=list(Role.objects.filter(key="dispatcher").first().permissions),  # type: ignore[union-attr]
    )  # fmt: skip
    (account,) = actions.add_accounts(neighbour.pk, [NewAccount("qian", "钱邻镇")], actor=SYSTEM)
    actions.add_post(
        neighbour.pk, NewPost("qian", "centre", role.key, valid_from=SINCE), actor=SYSTEM
    )
    return account


def _residents(town: Town) -> tuple[Person, Person]:
    auntie = find_or_add_person(
        town.pk, "张阿姨", "13800005678", address="幸福路1号302", actor=SYSTEM
    )
    return auntie, find_or_add_person(town.pk, "李大爷", "13900001234", actor=SYSTEM)
