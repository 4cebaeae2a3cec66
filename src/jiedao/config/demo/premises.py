"""Premises and firms: who trades, works and lodges in which building."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from jiedao.config.demo import names
from jiedao.config.demo.addressing import Building, Compound
from jiedao.config.demo.ground.blocks import Use
from jiedao.foundation.parties.identity import uscc_check_character

# How many shops, and how many firms, a building of each use attracts beside the others.
_SHOPS = {
    Use.VILLAGE: 1.0, Use.MIXED: 2.1, Use.MARKET: 7.0, Use.ESTATE: 0.35, Use.TOWERS: 0.5,
    Use.WHARF: 1.0, Use.OFFICE: 3.0, Use.INDUSTRY: 0.25, Use.HOSPITAL: 1.0,
}  # fmt: skip
_FIRMS = {
    Use.INDUSTRY: 5.0, Use.OFFICE: 42.0, Use.MIXED: 0.45, Use.VILLAGE: 0.07, Use.TOWERS: 0.3,
    Use.ESTATE: 0.15, Use.WHARF: 2.0, Use.MARKET: 0.1,
}  # fmt: skip
_TRADES = {
    Use.MARKET: (("零售", 0.7), ("餐饮", 0.3)),
    Use.INDUSTRY: (("零售", 0.5), ("餐饮", 0.5)),
    Use.VILLAGE: (("零售", 0.31), ("餐饮", 0.22), ("服务", 0.15), ("住宿", 0.14), ("作坊", 0.1),
                  ("托管", 0.03), ("医药", 0.03), ("娱乐", 0.02)),
}  # fmt: skip
_COMMON_TRADES = (("零售", 0.34), ("餐饮", 0.27), ("服务", 0.2), ("医药", 0.06), ("托管", 0.05),
                  ("娱乐", 0.05), ("住宿", 0.03))  # fmt: skip
_STALLS = ("鲜鱼档", "蔬菜档", "猪肉档", "水果档", "豆制品档", "干货档", "熟食档", "禽蛋档")
_REGION = "449903"
"""An area code of Guangdong's form that GB/T 2260 gives to nobody."""
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Premises:
    """A shop, workshop, office or institution in a building (its place in the list)."""

    building: int
    name: str
    trade: str
    address: str
    attributes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise and the place of its premises."""

    name: str
    uscc: str
    industry: str
    premises: int
    staff: int


def make_premises(
    rng: np.random.Generator,
    buildings: Sequence[Building],
    compounds: Sequence[Compound],
    wanted: int,
    firms: int,
) -> tuple[list[Premises], list[Firm]]:
    """Exactly ``wanted`` premises, of which ``firms`` hold an enterprise; names are unique."""
    found = list(_institutions(buildings, compounds))
    used = {one.name for one in found}
    firm_counts = _allot(rng, [_FIRMS.get(b.use, 0.0) for b in buildings], firms)
    shop_counts = _allot(
        rng, [_SHOPS.get(b.use, 0.0) for b in buildings], wanted - firms - len(found)
    )
    makers = _firm_names(rng, used)
    enterprises: list[Firm] = []
    for place, building in enumerate(buildings):
        for number in range(shop_counts[place]):
            found.append(_shop(rng, place, building, number, used))
        for number in range(firm_counts[place]):
            name, industry, kind = next(makers)
            enterprises.append(
                Firm(name, _uscc(len(enterprises)), industry, len(found), _size(rng, kind))
            )
            found.append(_firm_premises(place, building, number, name, kind))
    return found, enterprises


def _allot(rng: np.random.Generator, pull: list[float], total: int) -> list[int]:
    """``total`` things handed out to buildings in proportion to their pull, unevenly."""
    weights = np.array(pull) * rng.lognormal(0.0, 0.7, len(pull))
    exact = weights / weights.sum() * total
    counts = np.floor(exact).astype(int)
    rest = np.argsort(counts - exact, kind="stable")[: total - counts.sum()]
    counts[rest] += 1
    return list(counts.tolist())


def _institutions(
    buildings: Sequence[Building], compounds: Sequence[Compound]
) -> Iterator[Premises]:
    """One for each compound: its gate house, property office, school, market hall."""
    first: dict[int, int] = {}
    for place, building in enumerate(buildings):
        if building.compound is not None:
            first.setdefault(building.compound, place)
    for compound, place in first.items():
        what = compounds[compound]
        tail, trade = _OFFICES.get(what.use, ("管理处", "管理"))
        yield Premises(place, what.name + tail, trade, what.address, {"compound": what.name})


_OFFICES = {
    Use.ESTATE: ("物业服务中心", "物业"),
    Use.TOWERS: ("物业服务中心", "物业"),
    Use.SCHOOL: ("校务处", "学校"),
    Use.HOSPITAL: ("门诊部", "医疗"),
    Use.SITE: ("项目部", "工地"),
    Use.CIVIC: ("服务大厅", "公共服务"),
}


def _shop(
    rng: np.random.Generator, place: int, building: Building, number: int, used: set[str]
) -> Premises:
    trades = _TRADES.get(building.use, _COMMON_TRADES)
    trade = str(rng.choice([name for name, _p in trades], p=[p for _name, p in trades]))
    name = _shop_name(rng, building, trade, used)
    door = f"{101 + number}铺" if building.use != Use.MARKET else f"{number + 1}号档"
    attributes: dict[str, object] = {"trade": trade, "area_m2": int(rng.integers(12, 180))}
    if attributes["area_m2"] in range(300) and trade in ("零售", "餐饮", "服务", "作坊"):
        attributes["small_kind"] = "three_small"
    return Premises(place, name, trade, f"{building.name}{door}", attributes)


def _shop_name(rng: np.random.Generator, building: Building, trade: str, used: set[str]) -> str:
    tails = _STALLS if building.use == Use.MARKET else names.SHOP_TAILS[trade]
    where = building.address.rstrip("号0123456789")
    for _attempt in range(60):
        head, tail = rng.choice(names.SHOP_HEADS), rng.choice(tails)
        for name in (f"{head}{tail}", f"{head}{tail}（{where}店）"):
            if name not in used:
                used.add(name)
                return name
    name = f"{building.name}{tails[0]}"
    while name in used:
        name += "之二"
    used.add(name)
    return name


def _firm_names(rng: np.random.Generator, used: set[str]) -> Iterator[tuple[str, str, str]]:
    """(name, GB/T 4754 code, kind of premises), never the same name twice."""
    while True:
        word, code, kind = names.INDUSTRIES[int(rng.integers(len(names.INDUSTRIES)))]
        head, middle = rng.choice(names.FIRM_HEADS), rng.choice(names.FIRM_MIDDLES)
        name = f"云海市{head}{middle}{word}有限公司"
        if name not in used:
            used.add(name)
            yield name, code, kind


def _firm_premises(place: int, building: Building, number: int, name: str, kind: str) -> Premises:
    room = f"{number // 4 + 2}楼{number % 4 + 1:02d}室"
    return Premises(place, name, "企业", f"{building.name}{room}", {"trade": kind})


def _size(rng: np.random.Generator, kind: str) -> int:
    """Employees: most firms are small, workshops larger than offices."""
    return int(np.clip(rng.lognormal(3.1 if kind == "workshop" else 1.9, 1.0), 1, 3000))


def _uscc(number: int) -> str:
    """A 统一社会信用代码 whose nine-character organisation code has its own check (GB 11714)."""
    body = f"MA9{number:05d}"
    values = [int(sign, 36) for sign in body]
    rest = 11 - sum(w * v for w, v in zip(_ORGANISATION_WEIGHTS, values, strict=True)) % 11
    first17 = f"91{_REGION}{body}{'0' if rest == 11 else 'X' if rest == 10 else rest}"
    return first17 + uscc_check_character(first17)
