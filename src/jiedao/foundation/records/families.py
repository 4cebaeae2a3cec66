"""A family of records: the table, the fields and the ordinary workflow of all its kinds.

An engine enters one ``Family``; the generated pages, API, files, layers and search of a kind
follow from it and from the kind, and know no engine.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from jiedao.foundation.records.models import Record
from jiedao.kernel import clock
from jiedao.kernel.attributes import AccountRef, AreaRef, OrganisationRef, UnitRef, attribute
from jiedao.kernel.declarations import NO_TITLE, Kind, Workflow
from jiedao.kernel.registry import Slot, check_workflow
from jiedao.kernel.titles import Title
from jiedao.web.widgets import Choice, Pin

WHAT = Title("基本情况", "Basic facts")
WHERE = Title("位置", "Where")
WHO = Title("责任", "Who")


class RecordFields(BaseModel, extra="forbid", allow_inf_nan=False):
    """What every record may be asked for; engines add the columns of their own table.

    A field here is a column of ``models.Record`` of the same name (references by id).
    """

    title: str = attribute(
        Title("名称", "Name"), group=WHAT, listed=True, min_length=1, max_length=200
    )
    code: str = attribute(
        Title("编号", "Code"), "", group=WHAT, max_length=60,
        help=Title("牌上、证上或原台账的编号；登记号由系统给出",
                   "As on its plate, licence or older list; the record number is given here"),
    )  # fmt: skip
    day: date = attribute(Title("日期", "Date"), group=WHAT, default_factory=clock.today)
    place: Pin | None = attribute(Title("位置", "Place"), None, group=WHERE)
    address: str = attribute(
        Title("地址", "Address"), "", group=WHERE, widget="address", max_length=300
    )
    area: AreaRef | None = attribute(
        Title("社区或网格", "Community or grid"), None, group=WHERE,
        help=Title("没有具体位置时填写", "Where there is no exact place"),
    )  # fmt: skip
    organisation: OrganisationRef | None = attribute(
        Title("有关单位", "Organisation"), None, group=WHO,
        help=Title("企业、学校、社会组织等", "An enterprise, school, association …"),
    )  # fmt: skip
    unit: UnitRef | None = attribute(Title("责任单位", "Responsible unit"), None, group=WHO)
    owner: AccountRef | None = attribute(Title("责任人", "Person in charge"), None, group=WHO)


@dataclass(frozen=True, slots=True)
class Called:
    """What a kind means with a field of its family: its name there, and in what it is measured."""

    titles: Title
    unit: Title


@dataclass(frozen=True, slots=True)
class Derived:
    """A column of a family's table that follows from what was done (paid, attended, in stock):
    shown in lists, files and the API, never asked for."""

    name: str
    titles: Title
    unit: Title = NO_TITLE

    @property
    def heading(self) -> str:
        """As a file names it."""
        return f"{self.titles}（{self.unit}）" if self.unit.zh else str(self.titles)

    def said(self, value: Any) -> str:
        """A value with its unit, as people write it; "" where nothing was done yet."""
        if value in (None, ""):
            return ""
        exact = Decimal(str(value)).normalize()
        return f"{exact:,f} {self.unit}".rstrip()


def _never(_kind: Kind) -> bool:
    return False


def _nothing(_kind: Kind) -> tuple[Derived, ...]:
    return ()


def _by_its_own_name(_kind: Kind) -> Mapping[str, Called]:
    return {}


def _no_choices(_kind: Kind, _name: str) -> Sequence[Choice]:
    return ()


def always(_kind: Kind) -> bool:
    """Records of every kind of the family are due some day."""
    return True


@dataclass(frozen=True, slots=True)
class Family:
    """One of the record families, as an engine offers it.

    ``added`` is called once for each batch of new records, inside its transaction, when they
    have their ids; ``changing`` for each record before it is saved. Both get open work
    (``records.work.Work``). ``check`` answers at start-up with a sentence about a kind's fault.
    ``deadlines`` says whether records of a kind may be due: then lists show it and order by it.
    ``of_subject`` are the fields that the form of a record about another does not ask for, since it
    has them of that. ``offers`` are the values among which the form of a kind lets one choose for a
    field that is a text otherwise. ``derived`` are the columns that follow from what was done to records of a kind. ``called`` says what a kind means with some of the family's fields. ``way`` gives a kind its ordinary workflow where not all kinds of the family have the same.
    """

    key: str
    titles: Title
    model: type[Record]
    workflow: Workflow
    fields: type[RecordFields] = RecordFields
    options: type[Any] | None = None
    added: Callable[[Sequence[Any]], None] | None = None
    changing: Callable[[Any], None] | None = None
    check: Callable[[Kind], str] | None = None
    deadlines: Callable[[Kind], bool] = _never
    way: Callable[[Kind], Workflow] | None = None
    derived: Callable[[Kind], tuple[Derived, ...]] = _nothing
    offers: Callable[[Kind, str], Sequence[Choice]] = _no_choices
    called: Callable[[Kind], Mapping[str, Called]] = _by_its_own_name
    of_subject: frozenset[str] = frozenset()
    icon: str = "circle"
    order: int = 100

    @property
    def table(self) -> str:
        """The name of its table in history's live events and the text index."""
        return str(self.model._meta.model_name)

    def workflow_of(self, kind: Kind) -> Workflow:
        """The states and moves of a kind: its own, else the family's."""
        return kind.workflow or (self.way(kind) if self.way is not None else self.workflow)


def _check(family: Family) -> str:
    return check_workflow(family.workflow)


families: Slot[Family] = Slot("families", Family, _check)
