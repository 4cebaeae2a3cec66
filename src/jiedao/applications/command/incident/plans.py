"""Plans (预案) as the town writes them: a line each, a name and the roles it knows."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, Field

from jiedao.applications.command.incident.forces import force_choices
from jiedao.kernel import towns
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.titles import Title

_GENERAL: Final = "总指挥、现场指挥、信息报送、抢险、医疗、转移安置、后勤"
DEFAULT: Final = "\n".join(
    (
        f"突发事件总体应急预案：{_GENERAL}",
        "防汛防台风应急预案：总指挥、现场指挥、信息报送、抢险排涝、道路交通、医疗、转移安置、后勤",
        "生产安全事故应急预案：总指挥、现场指挥、信息报送、灭火救援、治安警戒、医疗、善后、后勤",
        "公共卫生事件应急预案：总指挥、现场指挥、信息报送、流调处置、医疗、转移安置、后勤",
    )
)
_COMMANDS: Final = "指挥"
"""A role whose name says so commands."""
_LONGEST_NAME, _LONGEST_ROLE, _MOST_ROLES = 60, 40, 30


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: its name, and the titles of its roles in order."""

    name: str
    roles: tuple[str, ...]

    @staticmethod
    def commands(role: str) -> bool:
        """Whether who fills the role gives orders."""
        return _COMMANDS in role


def parse(text: str) -> list[Plan]:
    """The plans of a text; ValueError says in a sentence which line is at fault."""
    plans = [_plan(line) for line in text.splitlines() if line.strip()]
    names = [one.name for one in plans]
    doubled = next((name for name in names if names.count(name) > 1), "")
    if doubled:
        raise ValueError(_("“%(name)s”写了两次。") % {"name": doubled})
    return plans


def _plan(line: str) -> Plan:
    name, mark, rest = line.replace(":", "：").partition("：")
    roles = tuple(dict.fromkeys(one.strip() for one in rest.split("、") if one.strip()))
    name = name.strip()
    if not mark or not name or not roles:
        raise ValueError(
            _("每行写一个预案：名称、冒号、用顿号分开的角色。这一行不是：%(line)s")
            % {"line": line.strip()[:40]}
        )
    if (
        len(name) > _LONGEST_NAME
        or len(roles) > _MOST_ROLES
        or len(max(roles, key=len)) > _LONGEST_ROLE
    ):
        raise ValueError(
            _("“%(name)s”太长：名称 60 字、角色 40 字、30 个以内。") % {"name": name[:40]}
        )
    if not any(Plan.commands(role) for role in roles):
        raise ValueError(_("“%(name)s”没有指挥，请至少写一个“指挥”角色。") % {"name": name})
    return Plan(name, roles)


def _checked(value: Any) -> Any:
    if isinstance(value, str):
        parse(value)
    return value


class Rules(BaseModel):
    """How the town commands an incident."""

    plans: Annotated[str, BeforeValidator(_checked)] = Field(
        DEFAULT, title="应急预案和角色", max_length=4000,
        description="每行一个预案：名称、冒号、用顿号分开的角色；名称里有“指挥”的角色可以下达指令。",
        json_schema_extra={"widget": "textarea", "rows": 8},
    )  # fmt: skip
    receive_minutes: int = Field(
        10, title="指令应在几分钟内回执", ge=1, le=240,
        description="过时未回执的指令在指挥室和指挥中心标红。",
    )  # fmt: skip
    forces: list[str] = Field(
        [], title="应急力量和物资取自", description="按离事发地的距离列出；都不选则取有库存、有容量或有自己图标的台账。",
    )  # fmt: skip


class IncidentSettings(BaseModel):
    """Settings of the incident rooms."""

    incidents: Rules = Field(default_factory=Rules, title="应急指挥")


GROUP: Final = SettingGroup(
    "incidents", Title("应急指挥", "Incidents"), IncidentSettings, 78,
    options={"incidents.forces": force_choices},
)  # fmt: skip


def rules_of(town_id: int) -> Rules:
    """The town's settings."""
    return Rules.model_validate(towns.setting(town_id, "incidents") or {})


def plans_of(town_id: int) -> list[Plan]:
    """The town's plans, those of the installation where it wrote none."""
    return parse(rules_of(town_id).plans) or parse(DEFAULT)
