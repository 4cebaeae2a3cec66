"""What pages hand to the component tags: frozen typed data, no HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a key–value grid; ``wide`` takes the whole width, ``url`` makes it a link."""

    label: str
    value: object
    wide: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; ``count`` is shown beside its title where it is known for nothing."""

    key: str
    title: object
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture, document or recording; ``kind`` is photo, document or audio."""

    url: str
    thumb: str = ""
    caption: str = ""
    at: datetime | None = None
    kind: str = "photo"
    size: int | None = None
    """Octets."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field's old and new value, in words."""

    label: str
    old: object = ""
    new: object = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: who did what when, why, and what it changed."""

    at: datetime
    actor: str
    verb: object
    note: str = ""
    changes: Sequence[Change] = ()
    icon: str = ""
    tone: str = ""
    unit: str = ""
    photos: Sequence[Photo] = ()


@dataclass(frozen=True, slots=True)
class MoveButton:
    """Something one may do next, or the sentence why not.

    With a ``form`` (``web.forms.Form``) the button opens it beneath; with ``lazy`` the form is
    fetched from that address when opened; with neither the button posts at once. ``version`` is
    sent along, so that of two officials who press at once one gets a clear answer.
    """

    key: str
    title: object
    url: str
    primary: bool = False
    danger: bool = False
    why_not: str = ""
    form: Any = None
    lazy: str = ""
    help: object = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A record on a board."""

    url: str
    title: str
    meta: object = ""
    due: datetime | None = None
    warn: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A state's column; ``more_url`` leads to its full list."""

    key: str
    title: object
    cards: Sequence[BoardCard]
    tone: str = "neutral"
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one colour of bars. ``tone`` only where the series is a state."""

    title: str
    values: Sequence[float | None]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar or line chart; the title tells the finding or the question.

    ``labels`` name the points of the category axis; every series has as many values. ``kind``
    is bar, stacked or line. ``urls`` (as many as labels) lead from a bar to its records.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    kind: str = "bar"
    unit: str = ""
    horizontal: bool = False
    urls: Sequence[str] = field(default_factory=tuple)

    def rows(self) -> list[tuple[str, list[float | None]]]:
        """The chart as a table."""
        return [
            (label, [series.values[index] for series in self.series])
            for index, label in enumerate(self.labels)
        ]

    def payload(self) -> Mapping[str, Any]:
        """What ``chart.js`` draws."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "horizontal": self.horizontal,
            "labels": [str(label) for label in self.labels],
            "urls": list(self.urls),
            "series": [
                {"title": str(one.title), "tone": one.tone, "values": list(one.values)}
                for one in self.series
            ],
        }
