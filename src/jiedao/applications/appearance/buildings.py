"""Illegal buildings: the stock, what is newly begun, and how each comes to its end."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.appearance import names
from jiedao.applications.appearance.street import not_ahead
from jiedao.engines.cases.actions.own import store
from jiedao.engines.cases.kinds import CaseOptions
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.engines.projects.data import M2
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

FOUND, LISTED, DISPOSED_OF, DISPOSED, NOT_ILLEGAL = (
    "found", "in_stock", "to_confirm", "disposed", "not_illegal",
)  # fmt: skip
_OPEN = (FOUND, LISTED, DISPOSED_OF)


class Origin(Options):
    """Whether it was there, or is being built."""

    STOCK = "stock", "存量", "Stock"
    NEW = "new", "新增", "New construction"


class Disposal(Options):
    """How it leaves the stock."""

    DEMOLISHED = "demolished", "拆除", "Demolished"
    REGULARISED = "regularised", "消化（补办手续）", "Regularised"


class BuildingFacts(BaseModel, extra="forbid"):
    """What an illegal building is besides a case."""

    origin: Origin = attribute(Title("来源", "Origin"), listed=True, filterable=True)
    floor_area: Decimal = attribute(
        Title("建筑面积", "Floor area"), unit=M2, listed=True, gt=0, le=10_000_000
    )
    floors: int | None = attribute(Title("层数", "Floors"), None, ge=1, le=200)
    use: str = attribute(Title("用途", "Use"), "", max_length=80)
    disposal: Disposal | None = attribute(
        Title("处置方式", "Disposal"), None, listed=True, filterable=True
    )
    disposed_on: date | None = attribute(Title("处置日期", "Disposed of on"), None, listed=True)
    permit: str = attribute(Title("补办手续文号", "Number of the permit"), "", max_length=80)


class Disposed(MoveData):
    """How, and when."""

    disposal: Disposal = attribute(Title("处置方式", "Disposal"))
    disposed_on: date = attribute(Title("处置日期", "Disposed of on"), default_factory=clock.today)
    permit: str = attribute(
        Title("补办手续文号", "Number of the permit"), "", max_length=80,
        when=f"disposal={Disposal.REGULARISED}",
    )  # fmt: skip


class Confirmed(MoveData):
    """What whoever went there saw."""

    note: str = attribute(
        Title("核验情况", "What was seen"), widget="textarea", min_length=2, max_length=1000
    )


def dispose(work: Work, given: Disposed) -> None:
    """Regularised is what has its papers."""
    not_ahead(given.disposed_on, "disposed_on")
    if given.disposal is Disposal.REGULARISED and not given.permit:
        raise Invalid(_("补办了手续才算消化，请填写文号。"), field="permit", code="no_permit")
    store(work, disposal=given.disposal, disposed_on=given.disposed_on, permit=given.permit or None)


def back(work: Work, _given: WithReason) -> None:
    """It still stands: nothing was disposed of."""
    store(work, disposal=None, disposed_on=None, permit=None)


STATES = (
    State(FOUND, Title("待核定", "To be verified")),
    State(LISTED, Title("在册", "In the stock")),
    State(DISPOSED_OF, Title("待核验", "To be confirmed")),
    State(DISPOSED, Title("已消化", "Disposed of"), open=False),
    State(NOT_ILLEGAL, Title("不属违建", "Not illegal"), open=False),
)
# fmt: off
MOVES = (
    Move("list", Title("核定列入台账", "Verify and list"), (FOUND,), LISTED, "cases.report",
         evidence=("before_photo",), primary=True),
    Move("dismiss", Title("不属违建", "Not illegal"), (FOUND,), NOT_ILLEGAL, "cases.check",
         Party.NOT_HANDLER, data=WithReason, danger=True),
    Move("dispose", Title("登记处置", "Record the disposal"), (FOUND, LISTED), DISPOSED_OF,
         "cases.handle", Party.LEAD, data=Disposed, evidence=("after_photo",), effect=dispose,
         primary=True),
    Move("confirm", Title("核验消化", "Confirm"), (DISPOSED_OF,), DISPOSED, "cases.check",
         Party.NOT_HANDLER, data=Confirmed, evidence=("check_photo",), primary=True),
    Move("send_back", Title("核验不通过", "Not confirmed"), (DISPOSED_OF,), LISTED, "cases.check",
         Party.NOT_HANDLER, data=WithReason, effect=back, danger=True),
    *(taken_over(key, sources=_OPEN) for key in ("urge", "supervise", "unsupervise", "take_lead")),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
BUILDINGS = Workflow(
    "illegal_building", Title("违建治理", "Illegal building"), STATES, MOVES, FOUND
)
KIND = Kind(
    names.BUILDING, "case", Title("违法建筑", "Illegal buildings"), "appearance",
    attributes=BuildingFacts, workflow=BUILDINGS, icon="hammer",
    map_style=MapStyle("square", "hammer"),
    options=CaseOptions(by_moves=("disposal", "disposed_on", "permit")),
)  # fmt: skip
