"""Micro livelihood projects (民生微实事), their sessions, the service menu and its orders."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from jiedao.applications.livelihood import rules
from jiedao.applications.livelihood.workflows import MICRO
from jiedao.engines.projects.data import YUAN, Money
from jiedao.engines.services.effects import ServiceOptions
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

PROJECT, SESSION, MENU, ORDER = "micro_project", "micro_session", "menu_item", "menu_order"
IDEA = Title("申报", "Proposal")
DECISION = Title("评议与公示", "Decision and notice")
RESULT = Title("完成情况", "Result")


class Category(Options):
    """The three ways of doing one."""

    WORKS = "works", "工程类", "Works"
    SERVICES = "services", "服务类", "Services"
    GOODS = "goods", "货物类", "Goods"


class Theme(Options):
    """What it is about."""

    ENVIRONMENT = "environment", "环境提升", "Surroundings"
    SAFETY = "safety", "安全保障", "Safety"
    CULTURE = "culture", "文化体育", "Culture and sport"
    CARE = "care", "关爱帮扶", "Care"
    HEALTH = "health", "健康服务", "Health"
    LEARNING = "learning", "教育培训", "Learning"
    NEIGHBOURS = "neighbours", "邻里共建", "Neighbourhood"


class Proposer(Options):
    """Who asked for it."""

    RESIDENT = "resident", "居民", "Residents"
    ORGANISATION = "organisation", "社会组织或单位", "An organisation"
    COMMUNITY = "community", "社区", "The community"


class MicroProject(BaseModel):
    """What is proposed, what was decided, and what came of it."""

    category: Category = attribute(
        Title("类别", "Category"), group=IDEA, listed=True, filterable=True
    )
    theme: Theme = attribute(Title("主题", "Theme"), group=IDEA, listed=True, filterable=True)
    proposer: Proposer = attribute(
        Title("提出方", "Proposed by"), Proposer.RESIDENT, group=IDEA, filterable=True
    )
    need: str = attribute(
        Title("居民需求", "What residents need"), group=IDEA, widget="textarea", min_length=4,
        max_length=2000,
    )  # fmt: skip
    amount_applied: Money = attribute(
        Title("申报金额", "Applied for"), group=IDEA, unit=YUAN, widget="money", gt=0, listed=True
    )
    year: int = attribute(
        Title("年度", "Year"), group=IDEA, ge=2015, le=2100, filterable=True,
        default_factory=lambda: clock.today().year,
    )  # fmt: skip
    brand: str = attribute(
        Title("品牌或示范", "Brand or model"), "", group=IDEA, max_length=60, filterable=True
    )
    met_on: date | None = attribute(Title("居民议事会", "Residents' meeting"), None, group=DECISION)
    present: int | None = attribute(
        Title("到会居民", "Residents present"), None, group=DECISION, ge=1,
        help=Title("经身份核验的本社区居民", "Verified residents of the community"),
    )  # fmt: skip
    support: int | None = attribute(Title("赞成", "In favour"), None, group=DECISION, ge=0)
    minutes: str = attribute(
        Title("会议纪要", "Minutes"), "", group=DECISION, widget="textarea", max_length=4000
    )
    notice_from: date | None = attribute(Title("公示开始", "Notice from"), None, group=DECISION)
    notice_to: date | None = attribute(Title("公示结束", "Notice until"), None, group=DECISION)
    objection: str = attribute(
        Title("公示意见", "Objections"), "", group=DECISION, widget="textarea", max_length=1000
    )
    rating: Decimal | None = attribute(
        Title("居民评分", "Residents' rating"), None, group=RESULT, ge=0, le=100
    )
    published_on: date | None = attribute(
        Title("公开台账", "In the public ledger"), None, group=RESULT
    )


class MicroSession(BaseModel):
    """One session of a project of services."""

    topic: str = attribute(Title("内容", "Topic"), "", listed=True, max_length=120)


class MenuItem(BaseModel):
    """Something residents may order."""

    theme: Theme = attribute(Title("主题", "Theme"), listed=True, filterable=True)
    provider: str = attribute(Title("服务方", "Provider"), listed=True, max_length=120)
    what: str = attribute(
        Title("服务内容", "Description"), widget="textarea", min_length=2, max_length=1000
    )


class MenuOrder(BaseModel):
    """What a resident ordered; the contact is masked in lists and left out of files."""

    wish: str = attribute(
        Title("需求说明", "What is needed"), "", widget="textarea", listed=True, max_length=500
    )
    contact: str = attribute(
        Title("联系方式", "Contact"), "", widget="phone", personal=True, max_length=40
    )


KINDS = (
    Kind(PROJECT, "project", Title("民生微实事", "Micro livelihood projects"), "livelihood",
         attributes=MicroProject, workflow=MICRO, icon="heart-handshake", prefix="WS",
         name=Title("项目名称", "Project"), map_style=MapStyle("diamond", "heart-handshake"),
         rules=(rules.within_caps,)),
    Kind(SESSION, "activity", Title("微实事活动场次", "Sessions"), "livelihood",
         attributes=MicroSession, icon="calendar-event", prefix="WH", about=(PROJECT,)),
    Kind(MENU, "register", Title("服务菜单", "Service menu"), "livelihood", attributes=MenuItem,
         icon="list-check", prefix="CD", name=Title("服务名称", "Service")),
    Kind(ORDER, "service", Title("群众点单", "Residents' service orders"), "livelihood",
         attributes=MenuOrder, icon="shopping-cart", prefix="DD", about=(MENU,),
         options=ServiceOptions()),
)  # fmt: skip
