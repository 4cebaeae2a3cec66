"""What a profile says of one field of a population, drawn for all of its records at once.

A plain value holds for every record; ``{n}`` in a text is the record's number. A table with one
word draws: ``choice``, ``share``, ``total``, ``from``/``to``, ``dates``, ``after``, ``some``,
``record``, ``organisation``, ``unit``, ``account``, ``area`` (``towns/README.md``).
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.config.replay.samples import Facing
from jiedao.config.replay.scene import Scene
from jiedao.config.replay.spreading import allot, split, spread_over
from jiedao.kernel.errors import Invalid

NOTHING: Final = object()
"""Of a record for which a field is left as it is."""


@dataclass(frozen=True, slots=True)
class Late:
    """A value that is known only with the record and the moment."""

    of: Callable[[Facing], Any]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What drawing needs: how many records, chance, and the town."""

    count: int
    rng: random.Random
    scene: Scene


def draw(said: Any, drawing: Drawing) -> list[Any]:
    """A value for each record; some are ``Late`` or ``NOTHING``."""
    if isinstance(said, Mapping):
        word = next((word for word in _WORDS if word in said), "")
        if not word:
            raise Invalid(
                _("配置中的“%(said)s”不认识，应是：%(words)s。")
                % {"said": dict(said), "words": "、".join(_WORDS)},
                code="unknown_draw",
            )
        return _WORDS[word](said, drawing) if drawing.count else []
    if isinstance(said, str) and "{n" in said:
        return [said.format(n=n + 1) for n in range(drawing.count)]
    return [said] * drawing.count


def known(value: Any, facing: Facing) -> Any:
    """The value for this record, now that everything is known."""
    return value.of(facing) if isinstance(value, Late) else value


def _choice(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    """As evenly as can be."""
    places = allot(dict.fromkeys(range(len(said["choice"])), 1.0), drawing.count)
    return _mixed([said["choice"][place] for place in places], drawing)


def _share(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    return _mixed(allot(said["share"], drawing.count), drawing)


def _mixed(values: list[Any], drawing: Drawing) -> list[Any]:
    drawing.rng.shuffle(values)
    return values


def _total(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    exact = {name: Decimal(str(said[name])) for name in ("total", "step", "least") if name in said}
    found = split(
        exact.pop("total"), drawing.count, drawing.rng, spread=said.get("spread", 0.5), **exact
    )
    return [int(one) if one == int(one) else one for one in found]


def _range(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    step = said.get("step", 1)
    return [
        drawing.rng.randrange(0, (said["to"] - said["from"]) // step + 1) * step + said["from"]
        for _each in range(drawing.count)
    ]


def _dates(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    days = drawing.scene.workdays(said["dates"])
    return list(spread_over(days, drawing.count, drawing.rng))


def _after(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    """So many days after the moment (before it, where negative)."""

    def day(days: int) -> Late:
        return Late(lambda facing: facing.today + timedelta(days=days))

    return [day(_one_of(said["after"], drawing.rng)) for _each in range(drawing.count)]


def _one_of(days: Any, rng: random.Random) -> int:
    return rng.randint(*days) if isinstance(days, Sequence) else int(days)


def _some(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    """The value for so many of the records, nothing for the others."""
    number = min(int(said["some"]), drawing.count)
    inner = Drawing(number, drawing.rng, drawing.scene)
    chosen = sorted(drawing.rng.sample(range(drawing.count), number))
    found: list[Any] = [NOTHING] * drawing.count
    for place, value in zip(chosen, draw(said["value"], inner), strict=True):
        found[place] = value
    return found


def _record(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    return [drawing.scene.record_of(said["record"], n) for n in range(drawing.count)]


def _organisation(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    """One after another, so many different ones (true: all different)."""
    many = drawing.count if said["organisation"] is True else int(said["organisation"])
    start = int(said.get("start", 0))
    return [drawing.scene.organisation(start + n % many) for n in range(drawing.count)]


def _unit(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    return [drawing.scene.unit(said["unit"])] * drawing.count


def _account(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    """People of a unit, one after another."""
    unit = drawing.scene.unit(said["account"])
    return [drawing.scene.account(unit, n) for n in range(drawing.count)]


def _area(said: Mapping[str, Any], drawing: Drawing) -> list[Any]:
    """Communities, or general grids, one after another."""
    areas = drawing.scene.areas(said["area"])
    return [areas[n % len(areas)] for n in range(drawing.count)]


_WORDS: Final[Mapping[str, Callable[[Mapping[str, Any], Drawing], list[Any]]]] = {
    "choice": _choice, "share": _share, "total": _total, "from": _range, "dates": _dates,
    "after": _after, "some": _some, "record": _record, "organisation": _organisation,
    "unit": _unit, "account": _account, "area": _area,
}  # fmt: skip


def day_of(value: Any) -> date | None:
    """The day that a drawn value is, if it is one."""
    return value if isinstance(value, date) else None
