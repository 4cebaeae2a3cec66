"""What kinds of visits and plans may ask of the engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """``checklist`` is what is filled in on the spot; ``every`` says from a subject's attributes
    how soon it is due again (None: it is not)."""

    checklist: str = ""
    every: Callable[[Mapping[str, Any]], timedelta | None] | None = None


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """``of`` is the kind of record that such a plan covers, ``visit`` the kind of its visits."""

    of: str
    visit: str
