"""What comes in and goes out, typed: the contract that ``/api/v1/openapi.json`` publishes.

Answers are prepared dicts of these forms (``shapes.py``); a test holds them against the models.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt

from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.staff.api.naming import EntryOut, Named
from jiedao.kernel.clock import TOWN_ZONE

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _in_zone(moment: datetime) -> datetime:
    """A time without an offset is the town's; years beyond reason are refused."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=TOWN_ZONE)
    if not EARLIEST.year <= moment.year <= LATEST.year:
        raise ValueError("year out of range")
    return aware.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_zone)]
AnyCaseDatum = Annotated[
    Datum, BeforeValidator(lambda name: name.upper() if isinstance(name, str) else name)
]
Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]


class _In(BaseModel):
    """Unknown fields are refused, so that a typing error is never silently lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Contact(_In):
    """Who asks; kept encrypted, shown masked."""

    name: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=40)


class NewRequestIn(_In):
    """A request. ``item`` is a catalogue item's code (text) or id (number); coordinates are
    WGS-84 unless ``datum`` says otherwise. ``channel`` is the token's own for a machine."""

    text: str
    kind: str = Field(default="request", max_length=40)
    item: StrictInt | str | None = None
    longitude: Number | None = None
    latitude: Number | None = None
    datum: AnyCaseDatum = Datum.WGS84
    address: str = Field(default="", max_length=300)
    contact: Contact | None = None
    channel: str = Field(default="", max_length=40, pattern=r"^[a-z0-9_\-]*$")
    foreign_number: str = Field(default="", max_length=80)
    secret: bool = Field(default=False, strict=True)
    received_at: Moment | None = None
    platform_due_at: Moment | None = None


class MoveIn(_In):
    """The data of a move (see ``/workflow`` for each move's own fields), and the ``version`` that
    the caller saw."""

    model_config = ConfigDict(extra="allow")
    version: int | None = None


class ReasonIn(_In):
    """Why personal data are read; kept in the log."""

    reason: str = Field(max_length=500)


class WordsOut(Schema):
    """What one person wrote."""

    number: str
    text: str


class OriginalOut(Schema):
    """The words of a case and of its requests as they were written."""

    number: str
    text: str
    requests: list[WordsOut]


class ReceiptOut(Schema):
    """What the sender of a request gets back."""

    number: str
    tracking_code: str
    case: str
    state: str
    item: Named | None
    unit: Named | None
    due_at: str | None


class CaseOut(Schema):
    """A case in a list. ``tone`` is the state colour: green, amber, red, violet, grey, neutral."""

    number: str
    version: int
    kind: str
    state: str
    state_title: str
    text: str
    item: Named | None
    unit: Named | None
    community: Named | None
    grid: Named | None
    address: str
    longitude: float | None
    latitude: float | None
    level: int
    channel: str
    secret: bool
    supervised: bool
    reported_at: str
    closed_at: str | None
    due_at: str | None
    due_clock: str
    suspended_until: str | None
    tone: str


class PageOut(Schema):
    """One page; ``next`` is the cursor of the following one, null at the end."""

    items: list[CaseOut]
    next: str | None


class OfferOut(Schema):
    """A move as the caller sees it: may be made, or why not."""

    move: str
    title: str
    target: str | None
    allowed: bool
    why_not: str
    primary: bool


class ClockOut(Schema):
    """A limit that runs, is paused or has stopped."""

    kind: str
    stage: str
    request: str | None
    limit_amount: int | None
    limit_unit: str
    started_at: str
    warn_at: str | None
    due_at: str
    paused_at: str | None
    stopped_at: str | None
    lapsed_at: str | None
    late: bool
    exempted: bool


class PersonOut(Schema):
    """A person, masked."""

    id: int
    name: str
    phone: str


class RequestOut(Schema):
    """One person's asking."""

    number: str
    state: str
    channel: str
    foreign_number: str
    text: str
    secret: bool
    received_at: str
    platform_due_at: str | None
    contact: PersonOut | None
    reply: str
    replied_at: str | None
    satisfaction: str
    ratings: dict[str, str]


class AttachmentOut(Schema):
    """A photo, document or recording."""

    id: int
    kind: str
    stage: str
    name: str
    content_type: str
    size: int
    width: int | None
    height: int | None
    taken_at: str | None
    added_at: str
    url: str


class PartOut(Schema):
    """A unit's part in a case."""

    unit: Named | None
    part: str
    assigned_at: str
    signed_at: str | None
    reported_at: str | None
    report: str


class ApprovalOut(Schema):
    """Something asked and not decided yet."""

    kind: str
    state: str
    reason: str
    asked_at: str
    proposed_unit: Named | None
    decide_by: str | None
    data: dict[str, Any]


class DetailOut(CaseOut):
    """Everything of one case on one page."""

    result: str
    outcome: str
    handler: str | None
    leader: str | None
    merged_into: str | None
    escalation: int
    returns: int
    redos: int
    extensions: int
    urges: int
    subject_kind: str
    subject_id: int | None
    attributes: dict[str, Any]
    marks: list[str]
    times: dict[str, str | None]
    clocks: list[ClockOut]
    units: list[PartOut]
    approvals: list[ApprovalOut]
    requests: list[RequestOut]
    attachments: list[AttachmentOut]
    moves: list[OfferOut]
    timeline: list[EntryOut]


class MessageOut(Schema):
    """What passed between the office and the requester."""

    kind: str
    from_resident: bool
    text: str
    at: str


class ProgressOut(Schema):
    """A request as its sender may follow it: public words, no names."""

    number: str
    state: str
    progress: str
    received_at: str
    closed_at: str | None
    reply: str
    replied_at: str | None
    satisfaction: str
    messages: list[MessageOut]


class FilesOut(Schema):
    """What was stored."""

    items: list[AttachmentOut]
