"""The base map of the demo town: water, green, roads, bridges, blocks, as features in degrees."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from jiedao.config.demo.addressing import Compound
from jiedao.config.demo.ground import chart
from jiedao.config.demo.ground.blocks import Use
from jiedao.config.demo.ground.houses import make_board
from jiedao.config.demo.ground.layout import Ground
from jiedao.config.demo.ground.roads import Road
from jiedao.config.demo.plan import FeaturePlan
from jiedao.config.demo.streets import Bridge

_GREEN_NAMES = {Use.PARK: "公园", Use.SHORE: "海滨", Use.BANK: ""}


def make_features(
    ground: Ground, roads: Sequence[Road], bridges: Sequence[Bridge], compounds: Sequence[Compound]
) -> list[FeaturePlan]:
    """Everything that is drawn beneath areas and records, in drawing order."""
    found = [
        *_blocks(ground, compounds),
        *_greens(ground),
        *_playgrounds(ground),
        *_waters(ground),
        *_ways(roads, bridges),
    ]
    return [
        FeaturePlan(kind, name, rank, chart.to_degrees(shape))
        for kind, name, rank, shape in found
        if not shape.is_empty
    ]


Drawn = tuple[str, str, int, BaseGeometry]


def _blocks(ground: Ground, compounds: Sequence[Compound]) -> Iterator[Drawn]:
    """Named compounds, so that the map can write their names."""
    for compound in compounds:
        shape = shapely.coverage_union_all([ground.lots[lot].shape for lot in compound.lots])
        yield "block", compound.name, 3, shape


def _greens(ground: Ground) -> Iterator[Drawn]:
    for hill in ground.nature.hills:
        yield "green", hill.name, 1, hill.shape
    by_block: dict[tuple[int, Use], list[BaseGeometry]] = {}
    for lot in ground.lots:
        if lot.use in _GREEN_NAMES:
            by_block.setdefault((lot.block, lot.use), []).append(lot.shape)
    counts: dict[Use, int] = {}
    for (_block, use), shapes in by_block.items():
        whole = shapely.coverage_union_all(shapes)
        counts[use] = counts.get(use, 0) + 1
        yield "green", _green_name(use, counts[use], whole), 2, whole


def _green_name(use: Use, number: int, shape: BaseGeometry) -> str:
    if use == Use.PARK and shape.area > 9_000.0:
        return f"{_PARK_HEADS[(number - 1) % len(_PARK_HEADS)]}公园"
    return ""


_PARK_HEADS = (
    "听潮 揽月 鹭鸣 榕荫 晴川 碧水 芳草 银杏 红树 望帆 听澜台 云岭 石榴 桃李 梅林 竹影 松风 荷风 麦田 星光 "
    "童乐 长者 四季 花溪 翠谷 静湖 晨练 夕照 百果 茶香 木兰 蝶舞 蜂鸣 蛙声 莺歌 燕语 雁回 鸥翔 鹤舞 凤鸣"
).split()


def _playgrounds(ground: Ground) -> Iterator[Drawn]:
    """A running track on the half of a school that has no classrooms."""
    for lot in ground.lots:
        if lot.use != Use.SCHOOL:
            continue
        board = make_board(lot.shape.buffer(-8.0), southward=True)
        half_x, half_y = board.half
        centre = board.centre + board.along * half_x * 0.52
        radius = max(8.0, min(half_y * 0.55, half_x * 0.3, 24.0))
        core = shapely.LineString([(-radius * 0.9, 0.0), (radius * 0.9, 0.0)]).buffer(radius)
        angle = float(np.degrees(np.arctan2(board.across[1], board.across[0])))
        track = affinity.translate(affinity.rotate(core, angle), *centre)
        if lot.shape.contains(track):
            yield "green", "", 3, track


def _waters(ground: Ground) -> Iterator[Drawn]:
    yield "coast", "云湾", 1, ground.nature.sea
    for river in ground.nature.rivers:
        yield "water", river.name, 1, river.water
    for lake in ground.nature.lakes:
        yield "water", lake.name, 2, lake.shape


def _ways(roads: Sequence[Road], bridges: Sequence[Bridge]) -> Iterator[Drawn]:
    for road in sorted(roads, key=lambda road: -road.rank):
        yield "road", road.name, max(1, road.rank), road.line
    for bridge in bridges:
        yield "road", bridge.name, max(1, bridge.rank), bridge.line
