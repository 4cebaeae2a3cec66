"""The demo town from a seed: everything drawn, named and numbered, nothing in a database yet."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from jiedao.config.demo.addressing import Building, Compound, give_addresses
from jiedao.config.demo.base_map import make_features
from jiedao.config.demo.ground import chart, districts
from jiedao.config.demo.ground.blocks import OPEN_USES, Use, anchors_for
from jiedao.config.demo.ground.layout import Ground, make_ground
from jiedao.config.demo.plan import AreaPlan, OrganisationPlan, TownPlan
from jiedao.config.demo.premises import Firm, Premises, make_premises
from jiedao.config.demo.settings import DemoSettings, demo_settings
from jiedao.config.demo.staffing import make_people, make_units
from jiedao.config.demo.streets import bridges, name_roads

SUBDISTRICT = "449903001"
"""A code of the form of GB/T 2260 and GB/T 10114 that is given to no place."""
_FEWEST_GRIDS = 8
_HERE = "云湾"
"""What the units of the demo town are named after."""


def generate(seed: int, settings: DemoSettings | None = None) -> TownPlan:
    """The town of a seed; the same seed and settings give the same town."""
    settings = settings or demo_settings()
    ground = make_ground(seed, settings.buildings, anchors_for(settings.communities))

    def stage(number: int) -> np.random.Generator:
        return np.random.default_rng([seed, number])

    roads = name_roads(stage(20), ground)
    compounds, buildings = give_addresses(stage(21), ground, roads)
    premises, firms = make_premises(
        stage(22), buildings, compounds, settings.premises, settings.enterprises
    )
    areas = _Areas(ground, settings, seed)
    areas.draw()
    areas.add_buildings(buildings, compounds)
    areas.add_premises(buildings, premises)
    units = [
        replace(unit, name=unit.name.replace(_HERE, settings.called))
        for unit in make_units(areas.of("community"), areas.of("grid", "general"))
    ]
    return TownPlan(
        areas=tuple(areas.plans),
        features=tuple(make_features(ground, roads, bridges(ground, roads), compounds)),
        organisations=tuple(_organisations(areas, premises, firms)),
        units=tuple(units),
        people=tuple(make_people(stage(23), units, settings.staff, settings.prefix)),
        settings=settings.town,
    )


class _Areas:
    """The area tree, from the sub-district down, as it is put together."""

    def __init__(self, ground: Ground, settings: DemoSettings, seed: int) -> None:
        self.ground, self.settings, self.seed = ground, settings, seed
        self.plans: list[AreaPlan] = []
        self.code = settings.code or SUBDISTRICT
        self.grid_of: dict[int, AreaPlan] = {}
        """Place of a lot → its general grid."""
        self.building_plans: list[AreaPlan] = []
        self.premises_plans: list[AreaPlan] = []
        self._borders = districts.borders_of(ground.lots)
        self._floor_space = np.zeros(len(ground.lots))
        for house in ground.houses:
            self._floor_space[house.lot] += house.shape.area * house.floors / 1000.0

    def of(self, level: str, grid_kind: str = "") -> list[AreaPlan]:
        return [a for a in self.plans if a.level == level and a.grid_kind == grid_kind]

    def draw(self) -> None:
        """Sub-district, communities, general grids, then the grids of other kinds."""
        ground, settings = self.ground, self.settings
        self._add("subdistrict", self.code, settings.title, "", range(len(ground.lots)))
        tiling = districts.communities(
            ground.lots, self._borders, self._floor_space, ground.nature, ground.network,
            ground.anchors,
        )  # fmt: skip
        members: list[list[int]] = [[] for _ in ground.anchors]
        for lot, piece in enumerate(tiling.piece_of):
            members[piece].append(lot)
        loads = [float(self._floor_space[lots].sum()) + len(lots) for lots in members]
        counts = districts.shares(loads, settings.grids, _FEWEST_GRIDS)
        for number, (anchor, lots, count) in enumerate(
            zip(ground.anchors, members, counts, strict=True)
        ):
            code = f"{self.code}{number + 1:03d}"
            aliases = (anchor.village,)
            self._add("community", code, f"{anchor.name}社区", self.code, lots, aliases=aliases)
            self._general_grids(number, code, f"{anchor.name}社区", lots, count)
        self._other_grids()

    def _general_grids(
        self, number: int, code: str, name: str, lots: list[int], count: int
    ) -> None:
        groups = districts.grids_of(
            self._rng(30, number),
            self.ground.lots,
            self._borders,
            self._floor_space,
            lots,
            count,
        )
        for place, group in enumerate(self._read(groups), 1):
            plan = self._add(
                "grid", f"{code}{place:03d}", f"{name}{place:02d}网格", code, group, "general"
            )
            self.grid_of.update(dict.fromkeys(group, plan))

    def _other_grids(self) -> None:
        """Police, economic and livelihood grids cut the same ground in other ways."""
        trade = np.array([self._pull(lot.use, _TRADE_USES) for lot in self.ground.lots])
        homes = np.array([self._pull(lot.use, _HOME_USES) for lot in self.ground.lots])
        space = self._floor_space
        settings = self.settings
        for number, (kind, letter, title, weights, count) in enumerate(
            (
                ("police", "J", f"{settings.called}派出所第{{}}警格", space, settings.police_grids),
                ("economic_service", "E", "经济服务第{}网格", space * trade, settings.economic_grids),
                ("livelihood_service", "L", "民生服务第{}网格", space * homes,
                 settings.livelihood_grids),
            )
        ):  # fmt: skip
            everything = list(range(len(self.ground.lots)))
            groups = districts.grids_of(
                self._rng(31, number),
                self.ground.lots,
                self._borders,
                weights,
                everything,
                count,
            )
            for place, group in enumerate(self._read(groups), 1):
                code = f"{self.code}{letter}{place:03d}"
                self._add("grid", code, title.format(place), self.code, group, kind)

    @staticmethod
    def _pull(use: Use, wanted: frozenset[Use]) -> float:
        return 1.0 if use in wanted else 0.04

    def _read(self, groups: list[list[int]]) -> list[list[int]]:
        """The groups in reading order, from the north-west, as officials number them."""
        shapes = [lot.shape for lot in self.ground.lots]

        def place(group: list[int]) -> tuple[int, float]:
            centre = shapely.multipoints(shapely.centroid([shapes[lot] for lot in group])).centroid
            return -round(centre.y / 350.0), centre.x

        return sorted(groups, key=place)

    def _rng(self, stage: int, number: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, stage, number])

    def _add(
        self,
        level: str,
        code: str,
        name: str,
        parent: str,
        lots: Sequence[int],
        grid_kind: str = "",
        aliases: tuple[str, ...] = (),
    ) -> AreaPlan:
        shape = chart.to_degrees(districts.joined(self.ground.lots, lots))
        point = shape.representative_point()
        plan = AreaPlan(
            level, code, name, parent, grid_kind, aliases=aliases, lon=point.x, lat=point.y,
            shape=shape, attributes={} if level != "grid" else self._grid_facts(lots),
        )  # fmt: skip
        self.plans.append(plan)
        return plan

    def _grid_facts(self, lots: Sequence[int]) -> dict[str, object]:
        """What the grid mostly is, for those who read the list of grids."""
        uses = [self.ground.lots[lot].use for lot in lots]
        lived_in = [use for use in uses if use not in OPEN_USES]
        main = max(sorted(set(lived_in or uses)), key=(lived_in or uses).count)
        return {"main_use": str(main)}

    def add_buildings(self, buildings: Sequence[Building], compounds: Sequence[Compound]) -> None:
        """The buildings under their general grid, numbered within the community."""
        counts: dict[str, int] = {}
        for building in buildings:
            house = self.ground.houses[building.house]
            grid = self.grid_of[house.lot]
            number = counts[grid.parent] = counts.get(grid.parent, 0) + 1
            shape = chart.to_degrees(house.shape)
            point = shape.representative_point()
            attributes: dict[str, object] = {"floors": house.floors, "use": str(building.use)}
            if building.compound is not None:
                attributes["compound"] = compounds[building.compound].name
            plan = AreaPlan(
                "building", f"{grid.parent}{number:05d}", building.name, grid.code,
                address=building.address, lon=point.x, lat=point.y, shape=shape,
                attributes=attributes,
            )  # fmt: skip
            self.building_plans.append(plan)
        self.plans += self.building_plans

    def add_premises(self, buildings: Sequence[Building], premises: Sequence[Premises]) -> None:
        """The premises under their buildings; they have a point of their own, and no shape."""
        rng = self._rng(32, 0)
        counts = [0] * len(buildings)
        for one in premises:
            home = self.building_plans[one.building]
            counts[one.building] += 1
            assert home.shape is not None
            west, south, east, north = home.shape.bounds
            aside = rng.uniform(-0.22, 0.22, 2)
            plan = AreaPlan(
                "premises", f"{home.code}{counts[one.building]:03d}", one.name, home.code,
                address=one.address,
                lon=float((home.lon or 0.0) + (east - west) * aside[0]),
                lat=float((home.lat or 0.0) + (north - south) * aside[1]),
                attributes={"type": one.trade, **one.attributes},
            )  # fmt: skip
            self.premises_plans.append(plan)
        self.plans += self.premises_plans


_TRADE_USES = frozenset({Use.INDUSTRY, Use.OFFICE, Use.MIXED, Use.MARKET, Use.WHARF})
_HOME_USES = frozenset({Use.VILLAGE, Use.ESTATE, Use.TOWERS, Use.MIXED})


def _organisations(
    areas: _Areas, premises: Sequence[Premises], firms: Sequence[Firm]
) -> list[OrganisationPlan]:
    found = []
    for firm in firms:
        home = areas.premises_plans[firm.premises]
        found.append(
            OrganisationPlan(
                name=firm.name,
                uscc=firm.uscc,
                kind="企业",
                premises=home.code,
                address=premises[firm.premises].address,
                lon=home.lon or 0.0,
                lat=home.lat or 0.0,
                industry=firm.industry,
                attributes={"staff": firm.staff},
            )
        )
    return found
