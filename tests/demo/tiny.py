"""A hand's breadth of the demo town: two communities, four grids, forty buildings, all units."""

import csv

import shapely

from jiedao.config.demo.plan import AreaPlan, PersonPlan, PostPlan, TownPlan, UnitPlan
from jiedao.config.demo.settings import TOWNS

STEP = 0.01
WEST, SOUTH = 115.06, 22.43
_CENTRE_ROLES = ("dispatcher", "checker", "caller", "supervisor", "arbiter")


def square(column: int, width: int = 1) -> shapely.Polygon:
    """Squares side by side, from the west."""
    left = WEST + column * STEP
    return shapely.box(left, SOUTH, left + width * STEP, SOUTH + STEP)


def tiny_plan(prefix: str = "") -> TownPlan:
    """Everything that the loader and the simulation need, and no more.

    User names are unique in the installation: a second town has a ``prefix``.
    """
    areas = [AreaPlan("subdistrict", "T", "云湾街道", shape=square(0, 4))]
    units, people = _office(prefix)
    for n, name in enumerate(("望海社区", "青禾社区")):
        code = f"C{n}"
        areas.append(AreaPlan("community", code, name, "T", shape=square(n * 2, 2)))
        units.append(UnitPlan(code, name, "community", "office", code))
        people.append(_person(prefix, code, "community_dispatcher"))
        for column in (n * 2, n * 2 + 1):
            grid = f"G{column}"
            areas.append(
                AreaPlan("grid", grid, f"{name}{column}格", code, "general", shape=square(column))
            )
            units.append(UnitPlan(grid, f"{name}{column}格", "grid", code, grid))
            people.append(_person(prefix, grid, "grid_worker"))
            areas += [
                AreaPlan(
                    "building",
                    f"{grid}-{b}",
                    f"海棠路{column * 10 + b}号楼",
                    grid,
                    address=f"海棠路{column * 10 + b}号",
                    lon=WEST + column * STEP + 0.0005 + b * 0.0009,
                    lat=SOUTH + 0.005,
                )
                for b in range(10)
            ]
    return TownPlan(tuple(areas), (), (), tuple(units), tuple(people))


def _office(prefix: str) -> tuple[list[UnitPlan], list[PersonPlan]]:
    units, people = [], []
    with (TOWNS / "demo" / "units.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            units.append(UnitPlan(row["code"], row["name"], row["kind"], row["parent"]))
            if row["kind"] in ("department", "contractor"):
                people.append(_person(prefix, row["code"], "handler"))
    people += [_person(prefix, "centre", role) for role in _CENTRE_ROLES]
    return units, [*people, _person(prefix, "office", "leader")]


def _person(prefix: str, unit: str, role: str) -> PersonPlan:
    name = f"{prefix}{unit}-{role}".lower()
    return PersonPlan(name, f"演示{name}"[:60], "", (PostPlan(unit, role, ""),))
