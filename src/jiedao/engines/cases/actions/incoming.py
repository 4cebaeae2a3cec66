"""What comes in: a case that somebody opens, or a request that somebody makes; and the receipt."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds, subjects
from jiedao.engines.cases.actions.placing import check_point
from jiedao.engines.cases.attributes import model_of, validated
from jiedao.engines.cases.models import Case, Request
from jiedao.foundation.places.coordinates import Datum
from jiedao.kernel.attributes import facts_of
from jiedao.kernel.errors import Invalid
from jiedao.kernel.texts import clean

MAX_TEXT = 20_000
CLOCK_SKEW = timedelta(minutes=5)
SAME_AS = "same_as"
"""Of a request's attributes: the number of the case that its sender says it is about as well. Nothing
is merged by it; the dispatcher is shown it."""


@dataclass(slots=True)
class NewCase:
    """What must be done, as it was found: nobody asked for it, so nobody is to be answered.

    ``item_id`` is the catalogue item where the sender knows it. Coordinates are in ``datum``.
    ``received_at`` defaults to now; a future time is refused. ``attributes`` are the kind's
    own, validated by its model. ``community_id`` and ``grid_id`` say where it lies when there is no
    point. ``subject_kind`` and ``subject_id`` name the record it is about.
    ``marks`` says what is not as it seems (``composed_text``). ``state`` and ``closed_at`` are for
    imports of work that another system has already taken somewhere: no clocks of ours run on it,
    but a platform's deadline of what is still open is watched like any other.
    """

    text: str
    channel: str
    kind: str = "request"
    item_id: int | None = None
    longitude: float | None = None
    latitude: float | None = None
    datum: Datum = Datum.WGS84
    address: str = ""
    secret: bool = False
    received_at: datetime | None = None
    level: int | None = None
    unit_id: int | None = None
    community_id: int | None = None
    grid_id: int | None = None
    subject_kind: str = ""
    subject_id: int | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    find_place: bool = True
    """Whether a place may be looked for in the words."""
    state: str = ""
    closed_at: datetime | None = None
    result: str = ""

    @property
    def finished_elsewhere(self) -> bool:
        """Imported with the state it already has: no clocks of ours run on it."""
        return bool(self.state)

    @property
    def said_to_be_known(self) -> bool:
        """Whether its sender says that it is a matter that is being worked on already."""
        return False


@dataclass(slots=True)
class NewRequest(NewCase):
    """What somebody asks, as it came in."""

    contact_name: str = ""
    contact_phone: str = ""
    foreign_number: str = ""
    retry_key: str = ""
    platform_due_at: datetime | None = None
    request_attributes: dict[str, Any] = field(default_factory=dict)
    as_written: bool = False
    """Take the contact as it stands, even when it cannot be a telephone (imports)."""

    @property
    def said_to_be_known(self) -> bool:
        return bool(self.request_attributes.get(SAME_AS))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender gets back. ``tracking_code`` is known only now: its digest is kept."""

    request: Request
    case: Case
    tracking_code: str
    known: bool = False


def check(new: NewCase, moment: datetime) -> None:
    """Refuse what cannot be a case, in a sentence; clean what can."""
    new.text = clean(new.text)
    new.address = clean(new.address)[:300]
    if not new.text:
        raise Invalid(_("请写明要反映的事情。"), field="text", code="empty_text")
    if len(new.text) > MAX_TEXT:
        raise Invalid(
            _("内容超过 %(n)d 字，请精简，其余可作附件。") % {"n": MAX_TEXT},
            field="text",
            code="text_too_long",
        )
    if new.received_at is not None and new.received_at > moment + CLOCK_SKEW:
        raise Invalid(_("收到的时间在将来，请检查。"), field="received_at", code="future_date")
    if (new.longitude is None) != (new.latitude is None):
        raise Invalid(_("经度和纬度要一起给出。"), field="longitude", code="half_point")
    if new.longitude is not None and new.latitude is not None:
        check_point(new.longitude, new.latitude)
    subjects.check(new.kind, new.subject_kind)
    _nothing_ahead(new)
    new.attributes = validated(new.kind, new.attributes)


def _nothing_ahead(new: NewCase) -> None:
    """What only a move may say cannot be said when a case is opened, save of what is imported with
    the state it already has."""
    ahead = [name for name in kinds.by_moves_of(new.kind) if new.attributes.get(name)]
    if ahead and not new.finished_elsewhere:
        raise Invalid(
            _("“%(field)s”由后面的操作填写，登记时不能写。")
            % {"field": _title(new.kind, ahead[0])},
            field=ahead[0],
            code="by_moves",
        )


def _title(kind: str, name: str) -> str:
    model = model_of(kind)
    assert model is not None
    return str(facts_of(name, model.model_fields[name]).titles)
