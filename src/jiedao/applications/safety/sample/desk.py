"""Who does what in the sample, and what they attach."""

import random
from datetime import datetime
from typing import Any

from jiedao.foundation.records.actions import add
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.sampling import Stage
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor


def office(stage: Stage, rng: random.Random) -> Actor:
    """Somebody of the safety office."""
    return rng.choice(stage.people("safety_office"))


def officer(stage: Stage, rng: random.Random) -> Actor:
    """Somebody with a licence to inspect."""
    return rng.choice(stage.people("safety_officer"))


def handler(stage: Stage, rng: random.Random, unit: int | None) -> Actor:
    """Somebody who handles for a unit."""
    return rng.choice(stage.people("", unit) or stage.people("safety_office"))


def patrol(stage: Stage, rng: random.Random, grid: int | None, unit: int) -> Actor:
    """The grid's worker, or somebody of the community."""
    here = stage.people("grid_worker", stage.unit_of.get(grid or 0, -1))
    return rng.choice(here) if here else handler(stage, rng, unit)


def enter_one(
    stage: Stage, moment: datetime, kind: str, values: dict[str, Any], actor: Actor, **more: Any
) -> Record:
    """Add one record at a moment."""
    with clock.at(moment):
        return add(stage.town_id, kind, values, actor=actor, **more)


def find(stage: Stage, model: type[Any], kind: str, title: str) -> Any:
    """The record of that name, as it is now."""
    return model.objects.get(town_id=stage.town_id, kind=kind, title=title)
