"""What applications fill for reports: their place in the customary order, and unfinished tasks.

The manifest's ``report_section`` says in which section an application's figures are told; that is
all most need. ``reports.py`` in its folder may hold ``PARTS`` (paragraphs of their own, with the
figures each tells), ``SECTIONS`` where one is needed that is not customary, and ``UNFINISHED``,
where the application keeps tasks.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiedao.engines.indicators.periods import Period
from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report of work done; ``heading`` is the Chinese heading that it gets."""

    key: str
    titles: Title
    heading: str
    order: int


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A paragraph: the figures of one subject, told together.

    ``lead`` is its first short sentence; it may claim nothing that figures could speak against.
    ``indicators`` are keys in the order they are told; () takes all of the application's that no
    other part names.
    """

    key: str
    application: str
    section: str
    lead: str
    indicators: tuple[str, ...] = ()
    order: int = 100


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A task that the period leaves undone. ``kind`` and ``record`` are those of its record, and
    ``key`` with ``filters`` the figure that it promised for ``period``, where it did; ``value`` how much of it, ``qualifier``
    (at_least, at_most, exact) how it is to be met. ``met`` says that nothing of it is left to be
    done, ``holds`` that it is to be kept rather than finished, ``begun`` that somebody is at it."""

    title: str
    kind: str
    record: int
    due: date | None = None
    unit: str = ""
    section: str = ""
    late: bool = False
    key: str = ""
    period: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    value: Decimal | None = None
    qualifier: str = ""
    met: bool = False
    holds: bool = False
    begun: bool = True


@dataclass(frozen=True, slots=True)
class UnfinishedSource:
    """Where tasks are kept. ``of`` is called with the town and the period of the report, and
    yields those that were to be done by its end, or go on after it."""

    key: str
    of: Callable[[int, Period], Iterable[Unfinished]]


sections: Slot[Section] = Slot("report_sections", Section)
parts: Slot[ReportPart] = Slot("report_parts", ReportPart)
unfinished: Slot[UnfinishedSource] = Slot("unfinished", UnfinishedSource)
