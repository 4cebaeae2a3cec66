"""Units and people of the demo town: departments, communities, a unit for each grid."""

import csv
from collections.abc import Iterator, Sequence

import numpy as np

from jiedao.config.demo import names
from jiedao.config.demo.plan import AreaPlan, PersonPlan, PostPlan, UnitPlan
from jiedao.config.demo.settings import TOWNS

_COMMUNITY_POSTS = (
    ("unit_lead", "书记"), ("community_dispatcher", "分拨专员"), ("handler", "民生专员"),
    ("handler", "城管专员"), ("handler", "安全专员"),
)  # fmt: skip
# Posts of particular units, in order; whoever is over handles cases of the unit.
_POSTS = {
    "office": (("leader", "书记"), ("leader", "主任"), *[("leader", "副主任")] * 7),
    "centre": (
        ("unit_lead", "主任"), *[("dispatcher", "分拨员")] * 4, ("duty_officer+dispatcher+checker", "夜班值守"), *[("checker", "核查员")] * 4,
        *[("caller", "回访员")] * 3, ("arbiter", "仲裁员"), *[("supervisor", "督查专员")] * 2,
    ),
    "party": (
        ("unit_lead", "主任"), ("system_admin", "系统管理员"), ("security_admin", "安全管理员"),
        ("auditor", "审计员"), ("catalogue_owner", "清单管理员"), ("reader", "信息员"),
    ),
}  # fmt: skip


def make_units(communities: Sequence[AreaPlan], grids: Sequence[AreaPlan]) -> list[UnitPlan]:
    """The office's units, the communities, and a unit for each general grid."""
    rows = _office_rows()
    units = [
        UnitPlan(
            row["code"], row["name"], row["kind"], row["parent"],
            phone=_phone(900 + place), duties=row["duties"],
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip
    code_of = {area.code: f"community{place:02d}" for place, area in enumerate(communities, 1)}
    units += [
        UnitPlan(
            code_of[area.code], area.name, "community", "office", area.code, _phone(950 + place),
            "社区居民服务、矛盾调解、网格巡查",
        )
        for place, area in enumerate(communities)
    ]  # fmt: skip
    units += [
        UnitPlan(f"grid{place:03d}", area.name, "grid", code_of[area.parent], area.code)
        for place, area in enumerate(grids, 1)
    ]
    return units


# Accounts that a visitor of the demo may sign in with: (unit, role) → user name. The first
# who holds the role in the unit gets it.
SIGN_INS = {
    ("centre", "dispatcher"): "dispatcher",
    ("law", "handler"): "handler",
    ("centre", "checker"): "checker",
    ("centre", "duty_officer"): "duty",
    ("centre", "caller"): "caller",
    ("office", "leader"): "leader",
    ("centre", "supervisor"): "supervisor",
    ("community01", "community_dispatcher"): "clerk",
    ("grid001", "grid_worker"): "grid",
    ("safety", "unit_lead"): "safety",
    ("social", "unit_lead"): "social",
    ("party", "unit_lead"): "planner",
    ("party", "catalogue_owner"): "catalogue",
    ("party", "system_admin"): "admin",
    ("party", "security_admin"): "security",
    ("party", "auditor"): "auditor",
}


def make_people(
    rng: np.random.Generator, units: Sequence[UnitPlan], wanted: int, prefix: str = ""
) -> list[PersonPlan]:
    """``wanted`` people: the offices' and communities' posts, the rest are grid workers.

    User names are unique in the whole installation: a second demo town has a ``prefix``.
    """
    posts = list(_office_posts(units))
    grids = [unit for unit in units if unit.kind == "grid"]
    workers = wanted - len(posts)
    if workers < 1:
        raise ValueError(f"{wanted} people are too few for {len(posts)} posts of the offices")
    # Fewer workers than grids: some look after two that follow one another.
    rounds: list[list[UnitPlan]] = [[] for _ in range(workers)]
    for place, unit in enumerate(grids):
        rounds[place * workers // len(grids)].append(unit)
    posts += [
        (unit_list[0].code, tuple(PostPlan(u.code, "grid_worker", "网格员") for u in unit_list))
        for unit_list in rounds
        if unit_list
    ]
    called = _people_names(rng)
    usernames = _usernames(posts)
    return [
        PersonPlan(prefix + username, next(called), _phone(1000 + place), held)
        for place, (username, (_code, held)) in enumerate(zip(usernames, posts, strict=True))
    ]


def _usernames(posts: Sequence[tuple[str, tuple[PostPlan, ...]]]) -> Iterator[str]:
    """A short name for each sign-in of the demo, unit and number for everybody else."""
    counts: dict[str, int] = {}
    free = dict(SIGN_INS)
    for code, held in posts:
        counts[code] = counts.get(code, 0) + 1
        common = code if code.startswith("grid") else f"{code}{counts[code]:02d}"
        yield free.pop((code, held[0].role), common)


def _office_posts(units: Sequence[UnitPlan]) -> Iterator[tuple[str, tuple[PostPlan, ...]]]:
    for row in _office_rows():
        special = _POSTS.get(row["code"], (("unit_lead", "科长"), ("unit_lead", "副科长")))
        if row["kind"] == "contractor":
            special = (("unit_lead", "项目经理"),)
        for number in range(int(row["staff"])):
            role, title = special[number] if number < len(special) else ("handler", "经办人")
            yield row["code"], tuple(PostPlan(row["code"], one, title) for one in role.split("+"))
    for unit in units:
        if unit.kind == "community":
            for role, title in _COMMUNITY_POSTS:
                yield unit.code, (PostPlan(unit.code, role, title),)


def _office_rows() -> list[dict[str, str]]:
    with (TOWNS / "demo" / "units.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _people_names(rng: np.random.Generator) -> Iterator[str]:
    """Invented names, none twice."""
    used: set[str] = set()
    while True:
        name = str(rng.choice(list(names.SURNAMES))) + str(rng.choice(names.GIVEN))
        if name not in used:
            used.add(name)
            yield name


def _phone(number: int) -> str:
    """A number of the form 1380000xxxx, which stands for no telephone."""
    return f"1380000{number:04d}"
