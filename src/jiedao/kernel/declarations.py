"""What an application declares: frozen typed data that engines, centre and portal read.

Nothing here does anything; a declaration is checked by the registry when it enters.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel

from jiedao.kernel.formulas import Formula
from jiedao.kernel.titles import Title


class Tone(StrEnum):
    """What a colour means; the same five everywhere, each with a shape besides."""

    GREEN = "green"  # in time
    AMBER = "amber"  # due soon
    RED = "red"  # late
    VIOLET = "violet"  # suspended
    GREY = "grey"  # closed
    NEUTRAL = "neutral"


class Party(StrEnum):
    """In which part one must stand towards the record to make a move."""

    ANY = "any"  # the permission over the record's unit or area is enough
    LEAD = "lead"  # of the lead unit
    CO = "co"  # of a co-handling unit
    HANDLING = "handling"  # lead or co-handling unit
    NOT_HANDLER = "not_handler"  # anybody with the permission who did not handle it
    REQUESTER = "requester"  # the resident who asked, by tracking code
    SYSTEM = "system"  # the worker, when a time comes


NO_TITLE = Title("", "")
NAME = Title("名称", "Name")


class NoData(BaseModel, extra="forbid"):
    """A move that needs nothing but the decision."""


@dataclass(frozen=True, slots=True)
class State:
    """One place a record can stand in. ``open`` states count as unfinished work."""

    key: str
    titles: Title
    open: bool = True
    public: Title | None = None
    """What a resident reads instead of the office's word."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may be done to a record.

    ``sources`` are the states it starts from, ``target`` the state it leads to (None: it
    stays). ``data`` is the pydantic model of what must be said with it; ``evidence`` names
    what must be attached. ``starts`` and ``stops`` name clocks. A move needs ``permission``
    over the record's unit or area, and standing as ``party``.
    """

    key: str
    titles: Title
    sources: tuple[str, ...]
    target: str | None
    permission: str
    party: Party = Party.ANY
    data: type[BaseModel] = NoData
    evidence: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    while_suspended: bool = False
    help: Title = NO_TITLE
    primary: bool = False
    danger: bool = False
    rule: Callable[[Any], str] | None = None
    """Asked with the engine's open work: a sentence why it may not be made now, or ""."""
    effect: Callable[[Any, Any], None] | None = None
    """Changes the engine's open work by the move's data; the engine saves and logs."""
    asks: Callable[[Any], type[BaseModel]] | None = None
    """The data's model where it depends on the open work (a checklist); else ``data``."""

    def data_for(self, work: Any) -> type[BaseModel]:
        """The model of what must be said with it, for this open work."""
        return self.asks(work) if self.asks is not None else self.data


Keyed = TypeVar("Keyed", State, Move)


def _by_key(items: tuple[Keyed, ...], key: str) -> Keyed:
    for item in items:
        if item.key == key:
            return item
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Workflow:
    """States and moves on one screen; an official can read it, the docs draw it."""

    key: str
    titles: Title
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    initial: str

    def state(self, key: str) -> State:
        """The state of that key; KeyError when the workflow has none."""
        return _by_key(self.states, key)

    def move(self, key: str) -> Move:
        """The move of that key; KeyError when the workflow has none."""
        return _by_key(self.moves, key)

    def state_keys(self) -> tuple[str, ...]:
        """Keys of all states, in order."""
        return tuple(state.key for state in self.states)

    def open_states(self) -> tuple[str, ...]:
        """Keys of the states that count as unfinished work."""
        return tuple(state.key for state in self.states if state.open)


@dataclass(frozen=True, slots=True)
class MapStyle:
    """How records look on a map: a shape besides the colour, which always means state."""

    shape: str = "circle"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record of a family, declared by an application."""

    key: str
    family: str
    titles: Title
    application: str
    attributes: type[BaseModel] = NoData
    workflow: Workflow | None = None
    icon: str = "circle"
    map_style: MapStyle = MapStyle()
    options: Any = None
    """What only the kind's engine understands: an instance of the engine's own type."""
    name: Title = NAME
    """What the name of such a record is called ("树名")."""
    prefix: str = ""
    """Begins its numbers; upper case letters."""
    without: tuple[str, ...] = ()
    """Fields of the family that this kind does not use."""
    unique: tuple[str, ...] = ("code",)
    """Fields that tell one record from another; what comes again with the same is known."""
    about: tuple[str, ...] = ()
    """Kinds of record that it can be about; none for a kind that stands alone."""
    restricted: bool = False
    """Seen only through roles that name the kind: a right over all kinds is not enough."""
    rules: tuple[Callable[[Any], str], ...] = ()
    """Asked with the open work before it is saved: a sentence what is wrong, or ""."""
    alarm: Callable[[Any], str] | None = None
    """What a record calls for help about now (a level above its threshold), or ""; who commands
    may raise such a record to an incident."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the map. ``features(reach, bbox, **filters)`` yields GeoJSON features; where it is
    a ``web.points.PointSource`` besides, the map draws any number of points out of its arrays.

    What a reach may see depends on its town, grants and units alone: readers who have them in
    common share an answer for some seconds. ``live`` names the kinds of history lines that change
    what is drawn, where the source does not say so itself.
    """

    key: str
    titles: Title
    group: Title
    permission: str
    features: Callable[..., Any]
    style: MapStyle = MapStyle()
    kind: str = ""
    """The permission must be held for this kind."""
    live: tuple[str, ...] = ()
    shown: bool = False
    """Whether it is on where nobody has chosen yet; at most seven are."""
    meaning: Title | None = None
    """What its sizes, numbers and colours mean, where that does not go without saying."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of the command centre: one question, and who may ask it.

    ``query(reach)`` gives a ``web.panels.Content``: it sees only what the reach may see, reads no
    large table whole, and answers within 100 ms. ``live`` names the kinds of record whose change
    makes an open screen ask again; a panel without any is asked every minute. ``width`` is in
    twelfths of the screen, ``height`` in rows of it.
    """

    key: str
    titles: Title
    permission: str
    query: Callable[[Any], Any]
    kind: str = ""
    """The permission must be held for this kind."""
    group: Title = NO_TITLE
    live: tuple[str, ...] = ()
    width: int = 3
    height: int = 3
    order: int = 100
    shown: bool = True
    """Whether it stands on a screen that nobody has arranged yet."""
    on_wall: bool = True
    """Whether a wall may show it: only what names no private person."""
    personal: bool = False
    """Whether it shows what is the reader's own. Only then does the reach say whose it is; all
    others are worked out once for everybody of one reach."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure: one formula over the records of one kind, evaluated by the engine.

    ``date_field`` is the column whose value lies in the period; "" makes it a stock: every record
    as it stood at the end of the period. The period's first and last day are ``t.since`` and
    ``t.as_of``. A quotient names the kind and date field of its numerator.
    """

    key: str
    titles: Title
    unit: str
    kind: str
    date_field: str
    formula: Formula
    direction: int = 0
    """+1: more is better; -1: less is better; 0: neither."""
    compare: str = ""
    """"growth": published as its change against the same period a year before; "rank": as its
    place among all years on file. "": as it is."""
    sentence: str = ""
    """How a report says it, with ``{value}`` where number and unit stand ("办理民意速办{value}");
    "": its Chinese title and the number."""
    dimensions: tuple[str, ...] = ()
    """Columns by which it may be split and filtered besides community, grid and unit."""
    value_unit: str = ""
    """The unit of the value itself where ``compare`` publishes its growth or its place."""

    @property
    def own_unit(self) -> str:
        """The unit of what is counted, however it is published."""
        return self.value_unit if self.compare else self.unit


@dataclass(frozen=True, slots=True)
class PublicIntake:
    """Something the public may report: shown by the portal, Open311 and the public API."""

    key: str
    kind: str
    titles: Title
    help: Title
    icon: str = "message"
    photo_first: bool = False


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One record as everybody may read it: nothing in it names a private person."""

    heading: Title
    """What it stands under ("公示中"); lines of one heading follow one another."""
    title: str
    facts: tuple[tuple[Title, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """Something that the town must publish: a page of the portal, with or without sign-in."""

    key: str
    titles: Title
    help: Title
    lines: Callable[[int], Iterable[PublicLine]]
    """Called with the town; read only as far as it is shown."""
    icon: str = "file-text"


@dataclass(frozen=True, slots=True)
class Reaction:
    """A function that the outbox worker runs once for each history line of these verbs.

    It must be idempotent: after a crash it may run again.
    """

    key: str
    kind: str
    verbs: tuple[str, ...]
    run: Callable[[int], None]
    """Called with the id of the history line, inside a durable transaction."""
    by: tuple[str, ...] = ()
    """Kinds of actor whose lines it hears (``History.ActorKind``); () hears all."""

    def hears(self, actor_kind: str) -> bool:
        """Whether a line of such an actor is for it."""
        return not self.by or actor_kind in self.by


@dataclass(frozen=True, slots=True)
class Step:
    """Something the worker does regularly: returns how many records it acted on."""

    key: str
    every_seconds: float
    run: Callable[[], int]


Options = Callable[[int], Iterable[tuple[str, str]]]
"""Called with the town: the values that may be chosen and their words."""


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings of a town, declared by who reads them: one typed model, drawn by the settings page.

    The model's fields are keys of ``Town.settings`` (a model within it, an inner table, as
    ``limits.inner``), their titles Chinese msgids, their defaults what holds where the town
    says nothing. ``options`` are those of a field that names something of the town. ``page``
    is the page where the whole group is set instead.
    """

    key: str
    titles: Title
    model: type[BaseModel]
    order: int = 100
    options: Mapping[str, Options] = field(default_factory=dict)
    page: str = ""


@dataclass(frozen=True, slots=True)
class RoleSuggestion:
    """A role that a new town gets, to be changed by its administrators."""

    key: str
    titles: Title
    scope: str
    permissions: tuple[str, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Permission:
    """A right of an application's own, beside those of the engines; moves name it."""

    key: str
    titles: Title


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A line of the left rail: shown to those who hold the permission anywhere."""

    key: str
    titles: Title
    url_name: str
    icon: str
    permission: str = ""
    order: int = 100
    group: str = ""
    args: tuple[str, ...] = ()
    """What the address takes (the key of a kind)."""
    kind: str = ""
    """The permission must be held for this kind."""
    leads_to: tuple[str, ...] = ()
    """Kinds whose lists are opened from this entry's page: they get no line of their own."""
    or_permission: str = ""
    """Who holds this one instead sees it as well."""

    @classmethod
    def of_kind(
        cls, kind: Kind, url_name: str, permission: str, order: int, key: str = ""
    ) -> "NavigationEntry":
        """The line of a kind's list: called as the list is, in the group of its application."""
        return cls(key or f"{kind.application}.{kind.key}", kind.titles, url_name, kind.icon,
                   permission, order, kind.application, (kind.key,), kind.key)  # fmt: skip
