"""What the columns of a kind's table are called, and the words for their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from jiedao.foundation.records.families import families
from jiedao.foundation.records.schema import make_schema
from jiedao.kernel import registry
from jiedao.kernel.attributes import Options, facts_of
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title
from jiedao.web.widgets import bare

if TYPE_CHECKING:
    import ibis.expr.datatypes as dt

_COMMON: Final[Mapping[str, Title]] = {
    "state": Title("状态", "State"),
    "day": Title("日期", "Date"),
    "created_at": Title("登记时间", "Entered at"),
    "closed_at": Title("办结时间", "Closed at"),
    "due_at": Title("期限", "Due at"),
    "community_id": Title("社区", "Community"),
    "grid_id": Title("网格", "Grid"),
    "building_id": Title("楼栋", "Building"),
    "unit_id": Title("责任单位", "Responsible unit"),
    "owner_id": Title("责任人", "Person in charge"),
    "organisation_id": Title("有关单位", "Organisation"),
    "subject_id": Title("所属记录", "Record it is about"),
    "subject_kind": Title("所属记录种类", "Kind of record it is about"),
    "month": Title("月份", "Month"),
    # projects
    "started_on": Title("开工日期", "Started on"),
    "finished_on": Title("验收日期", "Accepted on"),
    "amount_paid": Title("已支付金额", "Amount paid"),
    "progress": Title("进度", "Progress"),
    # visits
    "done_at": Title("完成时间", "Done at"),
    "faults": Title("发现问题数", "Problems found"),
    "follows_id": Title("所复查的检查", "Check it follows"),
    # activities
    "attended": Title("到场人次", "Attendance"),
    "held_at": Title("举办时间", "Held at"),
    # services
    "quantity": Title("数量", "Quantity"),
    "amount": Title("金额", "Amount"),
    "given_on": Title("发放日期", "Given on"),
    "rating": Title("评分", "Rating"),
    # registers
    "valid_to": Title("有效期至", "Valid until"),
    "capacity": Title("容量", "Capacity"),
    "stock": Title("库存", "In stock"),
    # cases
    "reported_at": Title("上报时间", "Reported at"),
    "accepted_at": Title("受理时间", "Accepted at"),
    "dispatched_at": Title("分拨时间", "Dispatched at"),
    "signed_at": Title("签收时间", "Signed for at"),
    "contacted_at": Title("首次联系时间", "First contact at"),
    "handled_at": Title("处置时间", "Handled at"),
    "checked_at": Title("核查时间", "Checked at"),
    "received_at": Title("收到时间", "Received at"),
    "replied_at": Title("答复时间", "Replied at"),
    "satisfaction": Title("总体满意度", "Satisfaction"),
    "channel": Title("渠道", "Channel"),
    "item_id": Title("事项", "Item"),
    "level": Title("级别", "Level"),
    "outcome": Title("不予分拨的原因", "Why it was not dispatched"),
    "redo_count": Title("返工次数", "Times redone"),
    "return_count": Title("退回次数", "Times returned"),
    "request_state": Title("诉求状态", "State of the request"),
    # facts
    "indicator": Title("指标代号", "Indicator"),
    "value": Title("数值", "Value"),
    "rank": Title("名次", "Rank"),
}
_SATISFACTION: Final[Mapping[str, Title]] = {
    "satisfied": Title("满意", "Satisfied"),
    "basically": Title("基本满意", "Basically satisfied"),
    "dissatisfied": Title("不满意", "Dissatisfied"),
    "no_answer": Title("未回应", "No answer"),
}


_KEYS: Final[Mapping[str, registry.Slot[Any]]] = {
    "indicator": registry.indicators,
    "subject_kind": registry.kinds,
}
"""Columns that hold the key of something declared."""


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The columns of a kind's table: types, titles, and titles of the values of some."""

    kind: Kind
    titles: Mapping[str, Title]
    values: Mapping[str, Mapping[str, Title]]

    @property
    def kind_title(self) -> Title:
        """What one record is called."""
        return self.kind.titles

    @property
    def types(self) -> "Mapping[str, dt.DataType]":
        """The columns' types as Ibis has them, which takes a while to import."""
        return _types(self.kind.key)

    def title(self, name: str) -> str:
        """A column's title; its name where it has none."""
        found = self.titles.get(name) or _COMMON.get(name)
        return str(found) if found is not None else name

    def value(self, name: str, value: Any) -> str:
        """A value of a column as people say it."""
        if name in _KEYS and (named := _KEYS[name].find(str(value))) is not None:
            return str(named.titles)
        found = self.values.get(name, {}).get(str(value))
        return str(found) if found is not None else str(value)


@lru_cache(maxsize=512)
def columns_of(kind_key: str) -> ColumnWords:
    """The words for a registered kind's table; KeyError for an unknown kind."""
    kind = registry.kinds.get(kind_key)
    titles, values = _own(kind)
    values |= {"state": _states(kind), "satisfaction": dict(_SATISFACTION)}
    return ColumnWords(kind, titles, values)


@lru_cache(maxsize=512)
def _types(kind_key: str) -> "Mapping[str, dt.DataType]":
    from ibis.formats.pyarrow import PyArrowSchema

    from jiedao.engines.mirror.columns import shape_of

    return dict(PyArrowSchema.to_ibis(shape_of(kind_key).schema).items())


def _own(kind: Kind) -> tuple[dict[str, Title], dict[str, Mapping[str, Title]]]:
    """Titles of the kind's fields, and of the options of those that have any."""
    family = families.find(kind.family)
    if family is not None:
        specs = make_schema(kind, family).specs
        titles = {spec.name: spec.titles for spec in specs}
        options = {spec.name: spec.options for spec in specs if spec.options is not None}
        derived = {one.name: one.titles for one in family.derived(kind)}
    else:
        fields = kind.attributes.model_fields
        titles = {name: facts_of(name, info).titles for name, info in fields.items()}
        options = {
            name: found
            for name, info in fields.items()
            if (found := _options(bare(info.annotation))) is not None
        }
        derived = {}
    named: dict[str, Mapping[str, Title]] = {
        name: {one.value: one.titles for one in found} for name, found in options.items()
    }
    return derived | titles, named


def _options(annotation: Any) -> type[Options] | None:
    fits = isinstance(annotation, type) and issubclass(annotation, Options)
    return annotation if fits else None


def _states(kind: Kind) -> dict[str, Title]:
    from jiedao.engines.cases.kinds import FAMILY, workflow_of

    family = families.find(kind.family)
    if family is not None:
        flow = family.workflow_of(kind)
    elif kind.family == FAMILY:
        flow = workflow_of(kind.key)
    else:
        return {}
    return {state.key: state.titles for state in flow.states}
