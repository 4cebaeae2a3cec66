"""How one field of a form is asked for, read from what was sent, and written back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from django.db.models import Choices
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator
from pydantic.fields import FieldInfo

from jiedao.kernel.attributes import facts_of
from jiedao.kernel.clock import TOWN_ZONE

RADIO_UNTIL = 4
"""Up to so many options stand side by side; more go into a select."""


class Choice(NamedTuple):
    """One option: what is sent, what is read, and the tone where it is a state."""

    value: str
    label: object
    tone: str = ""


class Near(NamedTuple):
    """A place (WGS-84 degrees) that a pin belongs to: the map opens on it and shows it by its
    title, and a pin more than ``far_m`` metres away is remarked upon."""

    lon: float
    lat: float
    title: str
    far_m: int


@dataclass(frozen=True, slots=True)
class Widget:
    """How a field is asked for; what is left empty follows from the field's type.

    ``kind`` is one of text, textarea, number, money, date, datetime, select, radio, checks,
    switch, phone, password, address, pin, photos, files, combo, hidden. ``url`` gives suggestions
    to combo and address, the base map to a pin, and what is said of a textarea as one leaves it;
    ``near`` the place that a pin belongs to, ``words`` is what a combo shows for its value; ``choices`` may be a function of the request; ``accept`` narrows files.
    """

    kind: str = ""
    choices: Sequence[Choice] | Callable[[], Sequence[Choice]] = ()
    unit: object = ""
    placeholder: object = ""
    rows: int = 4
    url: str = ""
    words: object = ""
    near: Near | None = None
    most: int = 9
    accept: str = ""
    autocomplete: str = "off"
    autofocus: bool = False

    def options(self) -> Sequence[Choice]:
        """The options, asked for when the form is drawn or read."""
        return self.choices() if callable(self.choices) else self.choices


class LonLat(NamedTuple):
    """A position in WGS-84 degrees, as the pin widget sends it (``113.9,22.7``)."""

    lon: float
    lat: float


def _read_lon_lat(value: object) -> object:
    if isinstance(value, str):
        try:
            lon, lat = (float(part) for part in value.split(","))
        except ValueError:
            raise ValueError(_("请在地图上重新标注位置。")) from None
        return _on_earth(LonLat(lon, lat))
    return value


def _on_earth(point: LonLat) -> LonLat:
    # Written so that what is no number at all fails too.
    if not (-180 <= point.lon <= 180 and -90 <= point.lat <= 90):
        raise ValueError(_("请在地图上重新标注位置。"))
    return point


Pin = Annotated[LonLat, BeforeValidator(_read_lon_lat), AfterValidator(_on_earth)]
"""The type of a model's field that is asked for with a map pin."""

FILE_KINDS = frozenset({"photos", "files"})
LIST_KINDS = frozenset({"checks"})


def widget_for(field: FieldInfo, given: Widget | None) -> Widget:
    """The widget of a pydantic field: as given, else from its hints and its type."""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    widget = given or Widget()
    facts = facts_of("", field)
    kind = widget.kind or facts.widget or str(extra.get("widget", "")) or _kind_of(field.annotation)
    choices = widget.choices or _choices_of(field.annotation)
    if kind == "choice":
        kind = "select" if callable(choices) or len(choices) > RADIO_UNTIL else "radio"
    return replace(
        widget,
        kind=kind,
        choices=choices,
        unit=widget.unit or (facts.unit.zh and facts.unit) or extra.get("unit", ""),
        placeholder=widget.placeholder or extra.get("placeholder", ""),
        rows=int(str(extra.get("rows", widget.rows))),
    )


def bare(annotation: Any) -> Any:
    """The type without ``| None`` and ``Annotated``."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        others = [each for each in get_args(annotation) if each is not NoneType]
        return bare(others[0]) if len(others) == 1 else annotation
    return annotation


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "switch"),
    (Enum, "choice"),
    (LonLat, "pin"),
    (int, "number"),
    (float, "number"),
    (Decimal, "number"),
    (datetime, "datetime"),
    (date, "date"),
)


def _kind_of(annotation: Any) -> str:
    kind = bare(annotation)
    if get_origin(kind) is Literal:
        return "choice"
    if get_origin(kind) in (list, tuple, set, frozenset):
        return "checks" if _choices_of(annotation) else "files"
    if isinstance(kind, type):
        return next((name for each, name in _KINDS if issubclass(kind, each)), "text")
    return "text"


def _choices_of(annotation: Any) -> list[Choice]:
    kind = bare(annotation)
    if get_origin(kind) in (list, tuple, set, frozenset):
        kind = bare(get_args(kind)[0]) if get_args(kind) else str
    if get_origin(kind) is Literal:
        return [Choice(str(value), _(str(value))) for value in get_args(kind)]
    if isinstance(kind, type) and issubclass(kind, Choices):
        return [Choice(str(value), label) for value, label in kind.choices if value != ""]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [Choice(str(each.value), getattr(each, "titles", each.value)) for each in kind]
    return []


def read(widget: Widget, name: str, request: HttpRequest) -> Any:
    """What was sent for a field, in the form pydantic takes; None when nothing was."""
    if widget.kind in FILE_KINDS:
        return request.FILES.getlist(name)
    if widget.kind in LIST_KINDS:
        return request.POST.getlist(name)
    if widget.kind == "switch":
        return name in request.POST
    if widget.kind == "password":
        return request.POST.get(name) or None
    return _from_text(widget.kind, request.POST.get(name, "").replace("\r\n", "\n").strip())


def _from_text(kind: str, text: str) -> Any:
    if not text:
        return None
    if kind in {"number", "money"}:
        return text.replace(",", "").replace("，", "")
    return _local(text) if kind == "datetime" else text


def _local(text: str) -> Any:
    """A browser's local time is the town's time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo else moment.replace(tzinfo=TOWN_ZONE)


def written(widget: Widget, value: Any) -> Any:
    """A value as the widget shows it: text, or a list of texts for checks."""
    if value is None:
        return [] if widget.kind in LIST_KINDS else ""
    if widget.kind in LIST_KINDS:
        return [_plain(each) for each in value]
    if widget.kind == "switch":
        return bool(value)
    if isinstance(value, datetime):
        return value.astimezone(TOWN_ZONE).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, LonLat):
        return f"{value.lon:.6f},{value.lat:.6f}"
    return _plain(value)


def _plain(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else getattr(value, "pk", value))
