"""What must be said with each move: typed, with the sentences that refuse what is missing.

Ids are those of ``staff.Unit``, ``staff.Account``, ``catalogue.Item``; numbers are those of
requests and cases as printed.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from jiedao.kernel.clock import TOWN_ZONE


def _in_town(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=TOWN_ZONE)


Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=1000)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Rating = Literal["satisfied", "basically", "dissatisfied"]
Moment = Annotated[datetime, AfterValidator(_in_town)]
"""A time without a zone is the town's."""
OutcomeCode = Literal[
    "emergency_line",
    "statutory_route",
    "repeated",
    "private_or_secret",
    "beyond_duty",
    "unlawful",
]


class MoveData(BaseModel):
    """The base: unknown fields are refused, so that a typing error is never silently lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class WithNote(MoveData):
    """An optional remark."""

    note: str = Field(default="", max_length=1000)


class WithReason(MoveData):
    """A reason is needed."""

    reason: Reason


class Accept(WithNote):
    """Take it in; the item may be set or corrected at once."""

    item: int | None = None


class Decline(WithReason):
    """Not dispatched, for one of the six lawful reasons; the reason is told to the requester."""

    outcome: OutcomeCode


class Classify(WithNote):
    """Set item, condition, level or place."""

    item: int | None = None
    condition: int | None = None
    level: int | None = Field(default=None, ge=1, le=4)
    longitude: float | None = None
    latitude: float | None = None
    address: str | None = Field(default=None, max_length=300)


class Dispatch(WithNote):
    """To one lead unit and any co-handlers; an empty unit means the catalogue's own.

    ``unlike``: what was wrong with the item or unit that was suggested, where another is chosen.
    """

    unit: int | None = None
    co_units: list[int] = Field(default_factory=list, max_length=8)
    item: int | None = None
    condition: int | None = None
    unlike: str = Field(default="", max_length=300)


class Object(WithReason):
    """Not ours: the catalogue line it rests on (its code, with or without words), and the unit
    that should act."""

    citation: str = Field(min_length=1, max_length=300)
    proposed_unit: int


class Hear(MoveData):
    """What the unit named in an objection says to it."""

    text: Text
    agrees: bool


class Arbitrate(WithReason):
    """The ruling: who acts. The unit may differ from both sides'. ``unheard``: why it is ruled
    before the named unit was heard or its time passed."""

    upheld: bool
    unit: int | None = None
    precedent: bool = False
    unheard: str = Field(default="", max_length=500)


class Contact(WithNote):
    """The handler spoke with the requester (or tried to, and says how); of several with the one
    whose ``request`` is named, else with all."""

    request: str = ""
    reached: bool


class AskExtension(WithReason):
    """More time: at most twice, at most one original limit each; of staged limits for one."""

    amount: int = Field(ge=1, le=365)
    stage: str = Field(default="", max_length=40)


class AskSuspension(WithReason):
    """Pause the clock until a date (at most one year)."""

    until: date


class Decide(WithNote):
    """Yes or no to what was asked."""

    upheld: bool
    note: str = Field(default="", max_length=1000)


class ReportPart(MoveData):
    """A co-handler tells the lead what was done. ``unit``: whose letter it is, where the
    dispatcher records what one of several outside bodies answered."""

    text: Text
    unit: int | None = None


class Handle(MoveData):
    """What was done."""

    result: Text


class StageDone(WithNote):
    """One stage of a staged limit is finished."""

    stage: str = Field(min_length=1, max_length=40)


class CheckPass(WithNote):
    """The work is as it should be. ``night_shift``: alone on duty, checked next workday.

    ``longitude``, ``latitude`` and ``taken_at`` are those of the photos of a check on the spot,
    where the files themselves do not tell. ``far_reason``: why the photos were taken far from
    where the case lies.
    """

    night_shift: bool = False
    longitude: float | None = Field(default=None, ge=-180, le=180)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    taken_at: Moment | None = None
    far_reason: str = Field(default="", max_length=300)


class Close(MoveData):
    """The official reply; ``replies`` gives single requests their own, by request number."""

    reply: Text
    replies: dict[str, Text] = Field(default_factory=dict)


class Visit(WithNote):
    """The answers of one requester on the four aspects, or that nobody answered."""

    request: str = ""
    answered: bool
    speed: Rating | None = None
    effect: Rating | None = None
    attitude: Rating | None = None
    feedback: Rating | None = None
    demand: str = Field(default="", max_length=1000)


class AskReturnUp(WithReason):
    """Not ours: the superior platform is asked to take its order back. ``evidence``: the duty
    list, map or paper that shows it; files are attached besides."""

    evidence: str = Field(min_length=2, max_length=300)
    request: str = ""


class AskAppeal(WithReason):
    """Late, but not by our fault: to leave the statistics; the lateness stays visible."""

    clock: Literal["sign_for", "first_contact", "inner", "platform", "co_report"]


class AskExemption(WithReason):
    """A demand that two persons find unreasonable; the dissatisfaction stays visible."""

    request: str


class TakeLead(WithNote):
    """A leader takes the case; empty means oneself."""

    leader: int | None = None


class Assign(WithNote):
    """Within the unit: who does it."""

    handler: int


class Merge(WithNote):
    """The same matter: its requests join another case and keep their own clocks."""

    into: str = Field(min_length=3, max_length=24)


class Split(WithNote):
    """A request that is another matter after all gets a case of its own."""

    request: str


class Remark(MoveData):
    """A remark on the record."""

    note: Text
