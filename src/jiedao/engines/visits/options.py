"""What kinds of visits and plans may ask of the engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from pydantic import BaseModel

from jiedao.engines.cases.actions import NewCase
from jiedao.engines.visits.checklists import Question
from jiedao.kernel.attributes import AreaRef, UnitRef, attribute
from jiedao.kernel.titles import Title

CHECKLIST: Final = "by_list"
"""A kind of visit or plan whose attributes have a field of this name (an ``Options`` of keys of
checklists) lets one choose the checklist; what is chosen goes before what the kind says."""


class Selection(BaseModel, extra="forbid"):
    """Which records a plan is to cover; everything of its kinds where nothing is said.

    A plan's kind may say more: further fields are those of the covered records' filterable
    attributes of the same name (one value, or a list of which any fits).
    """

    area: AreaRef | None = attribute(Title("社区或网格", "Community or grid"), None)
    unit: UnitRef | None = attribute(Title("责任单位", "Responsible unit"), None)
    words: str = attribute(Title("名称含有", "Name contains"), "", max_length=60)


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """``checklist`` is what is filled in on the spot: a key, or a function that gives one for the
    open work of a visit (by the class of what is visited, say). ``every`` says from a subject's attributes
    how soon it is due again (None: it is not). ``learns`` is what the visited record takes over
    from a visit that was done: called with its open work and that of the visit. ``finds`` makes a
    case of a fault: called with the visit's open work, the question and what was noted; it answers
    with the case to be opened, the number of one that is open about it already, or None.
    With ``photo`` a visit is done only when a photo shows it."""

    checklist: str | Callable[[Any], str] = ""
    every: Callable[[Mapping[str, Any]], timedelta | None] | None = None
    learns: Callable[[Any, Any], None] | None = None
    finds: Callable[[Any, Question, str], NewCase | str | None] | None = None
    photo: bool = False


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """``of`` are the kinds of record that such a plan covers, ``visit`` the kind of its visits,
    ``selection`` what may be said when they are selected."""

    of: tuple[str, ...]
    visit: str
    selection: type[Selection] = Selection
