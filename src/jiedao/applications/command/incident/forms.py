"""What the forms of a room ask."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from pydantic import BaseModel, Field

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.plans import plans_of
from jiedao.applications.command.looking_up import looked_up
from jiedao.kernel.attributes import attribute
from jiedao.kernel.titles import Title
from jiedao.web.widgets import Choice, Widget

_UNIT = Title("单位", "Unit")
_PERSON = Title("人员", "Person")


class RaiseData(BaseModel):
    """Raise a case to an incident."""

    title: str = attribute(Title("事件名称", "Name"), min_length=2, max_length=120)
    level: int = attribute(Title("响应等级", "Response level"), 4)
    plan: str = attribute(Title("启动预案", "Plan"))
    reason: str = attribute(
        Title("升级原因", "Why"), widget="textarea", min_length=2, max_length=500
    )


class LevelData(BaseModel):
    """Another level."""

    level: int = attribute(Title("响应等级", "Response level"))
    reason: str = attribute(
        Title("调整原因", "Why"), widget="textarea", min_length=2, max_length=500
    )


class RoleData(BaseModel):
    """Who fills a role."""

    role: str = attribute(
        Title("角色", "Role"), min_length=2, max_length=40,
        help=Title("预案里没有的可以直接写", "One that the plan lacks may be written"),
    )  # fmt: skip
    unit: int | None = attribute(_UNIT, None)
    account: int | None = attribute(
        _PERSON, None, help=Title("单位、人员都空着表示空缺", "Both left empty: nobody")
    )


class OrderData(BaseModel):
    """An order."""

    unit: int | None = attribute(Title("下达给单位", "To a unit"), None)
    account: int | None = attribute(
        Title("或个人", "Or a person"), None,
        help=Title("写了个人的由本人回执", "Then this person gives the receipt"),
    )  # fmt: skip
    text: str = attribute(
        Title("指令内容", "What to do"), widget="textarea", min_length=2, max_length=500
    )
    minutes: int | None = attribute(
        Title("限时完成", "Within"), 60, unit=Title("分钟", "minutes"), ge=1, le=7 * 24 * 60,
        help=Title("空着不限时", "Empty: no limit"),
    )  # fmt: skip


class DoneData(BaseModel):
    """How an order was carried out."""

    result: str = attribute(
        Title("完成情况", "What was done"), widget="textarea", min_length=2, max_length=1000
    )
    photos: list[Any] = Field([], title="照片", json_schema_extra={"widget": "photos"})


class WithdrawData(BaseModel):
    """Why an order is taken back."""

    reason: str = attribute(
        Title("撤回原因", "Why it is withdrawn"), widget="textarea", min_length=2, max_length=500
    )


class NoteData(BaseModel):
    """What is known."""

    text: str = attribute(
        Title("情况", "Situation"), widget="textarea", min_length=2, max_length=1000
    )
    at: datetime | None = attribute(
        Title("时间", "When"), None, help=Title("不填为现在", "Now, where nothing is said")
    )
    photos: list[Any] = Field([], title="照片", json_schema_extra={"widget": "photos"})


class CloseData(BaseModel):
    """How it ended."""

    conclusion: str = attribute(
        Title("处置结论", "Conclusion"), widget="textarea", min_length=4, max_length=4000,
        help=Title("写明结果、原因和要改进的地方，写入复盘报告", "Result, cause, what to do better; it goes into the report"),
    )  # fmt: skip
    leftover: str = attribute(
        Title("未完成的指令为什么不再执行", "Why open orders need not be carried out"), "",
        widget="textarea", max_length=500,
    )  # fmt: skip
    settle: bool = attribute(Title("同时办结事件", "Settle the case as well"), False)


def level_widget() -> Widget:
    """The four levels, the gravest first."""
    return Widget("radio", choices=[Choice(str(key), words) for key, words in names.LEVELS.items()])


def plan_widget(town_id: int) -> Widget:
    """The town's plans."""
    return Widget("select", choices=[Choice(one.name, one.name) for one in plans_of(town_id)])


def who_widgets(request: HttpRequest, town_id: int) -> dict[str, Widget]:
    """Boxes for a unit and a person."""
    return {name: looked_up(request, name, town_id) for name in ("unit", "account")}
