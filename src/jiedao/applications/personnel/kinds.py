"""Files of staff with their postings and promotions, and the yearly plan of training.

Files, postings and promotions are restricted. They say what was decided, when and on what ground;
nobody is scored, and nothing is computed of one person.
"""

from datetime import date

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import AccountRef, Options, attribute
from jiedao.kernel.declarations import Kind
from jiedao.kernel.titles import Title

FILE, POSTING, PROMOTION = "staff_file", "staff_posting", "staff_promotion"
COURSE, TRAINING = "staff_course", "staff_training"
HOURS = Title("学时", "Hours")


class Route(Options):
    """How one came."""

    EXAM = "exam", "公开招录", "Examination"
    SELECTED = "selected", "选调", "Selected graduate"
    TRANSFER = "transfer", "调任转任", "Transfer"
    VETERAN = "veteran", "军转安置", "Veteran"
    HIRED = "hired", "聘用", "Hired"


class Growth(Options):
    """Stages of growth."""

    NEW = "new", "新入职培养", "New"
    YOUNG = "young", "年轻干部培养", "Young"
    BACKBONE = "backbone", "骨干培养", "Backbone"
    LEADING = "leading", "任职培养", "Leading"


class Scheme(Options):
    """Under which scheme somebody is posted."""

    EXCHANGE = "exchange", "双向交流", "Exchange"
    ROTATION = "rotation", "轮岗", "Rotation"
    SECONDMENT = "secondment", "挂职跟班", "Secondment"
    FRONT_LINE = "front_line", "选派一线吃劲岗位", "Front line"


class Step(Options):
    """What was decided."""

    PROMOTED = "promoted", "提拔", "Promoted"
    RANK = "rank", "职级晋升", "Raised in rank"
    MORE_USED = "more_used", "进一步使用、重用", "Given weightier work"


class File(BaseModel):
    """Somebody of the staff; ``day`` is when the file was opened."""

    route: Route = attribute(Title("来源", "Recruited by"), listed=True, filterable=True)
    recruited_on: date | None = attribute(Title("入职日期", "Recruited on"), None, listed=True)
    growth: Growth = attribute(
        Title("培养阶段", "Stage"), Growth.YOUNG, listed=True, filterable=True
    )
    mentor: AccountRef | None = attribute(Title("导师", "Mentor"), None)
    account: AccountRef | None = attribute(Title("系统账号", "Account"), None)


class Posting(BaseModel):
    """Where somebody works for a time; ``day`` is since when."""

    scheme: Scheme = attribute(Title("方式", "Scheme"), listed=True, filterable=True)
    batch: str = attribute(Title("批次", "Batch"), "", listed=True, filterable=True, max_length=60)
    came_from: str = attribute(Title("原岗位", "From"), "", max_length=120)
    target_post: str = attribute(
        Title("新岗位", "To"), listed=True, filterable=True, min_length=2, max_length=120
    )
    until: date | None = attribute(Title("截止日期", "Until"), None, listed=True)


class Promotion(BaseModel):
    """What was decided about somebody; ``day`` is since when, the document is its proof."""

    step: Step = attribute(Title("类型", "Step"), listed=True, filterable=True)
    new_post: str = attribute(Title("任职、职级", "Post or rank"), min_length=2, max_length=120)
    ground: str = attribute(
        Title("依据", "Ground"), widget="textarea", min_length=2, max_length=500,
        help=Title("推荐、考察、集体讨论情况", "Recommendation, examination, decision"),
    )  # fmt: skip
    document: str = attribute(
        Title("任职文号", "Document"), listed=True, min_length=2, max_length=80
    )


class Course(BaseModel):
    """A line of the yearly plan of training."""

    year: int = attribute(
        Title("年度", "Year"), ge=2015, le=2100, listed=True, filterable=True,
        default_factory=lambda: clock.today().year,
    )  # fmt: skip
    topic: str = attribute(Title("主题", "Topic"), listed=True, filterable=True, max_length=80)
    runs: int = attribute(Title("计划期数", "Runs planned"), 1, listed=True, ge=1, le=1000)


class Training(BaseModel):
    """One run: sign-up, attendance and test are those of every activity."""

    run: int = attribute(Title("期次", "Run"), 1, listed=True, ge=1, le=1000)
    topic: str = attribute(Title("主题", "Topic"), listed=True, filterable=True, max_length=80)
    hours: float = attribute(HOURS, 4.0, unit=Title("学时", "h"), listed=True, gt=0, le=1000)


def of_a_file(work: Work) -> str:
    """Postings and promotions are somebody's: people are told apart by their files."""
    return "" if work.subject is not None else _("请在干部档案的页面上登记。")


def ends_later(work: Work) -> str:
    """A posting ends after it begins."""
    until = work.values.get("until")
    early = until is not None and until < work.record.day
    return _("截止日期早于开始日期。") if early else ""


def not_ahead(work: Work) -> str:
    """What is decided for later is entered when it takes effect."""
    return _("任职日期在将来。") if work.record.day > clock.today() else ""


_NOWHERE = ("place", "address", "area", "organisation", "capacity")
KINDS = (
    Kind(FILE, "register", Title("干部档案", "Staff files"), "personnel", attributes=File,
         icon="id-badge-2", prefix="PSA", name=Title("姓名", "Name"), without=_NOWHERE,
         restricted=True),
    Kind(POSTING, "register", Title("交流选派", "Postings"), "personnel", attributes=Posting,
         icon="arrows-exchange", prefix="PSB", name=Title("事项", "Posting"), about=(FILE,),
         without=_NOWHERE, rules=(of_a_file, ends_later), restricted=True),
    Kind(PROMOTION, "register", Title("提拔晋升", "Promotions"), "personnel",
         attributes=Promotion, icon="trending-up", prefix="PSC", name=Title("事项", "Promotion"),
         about=(FILE,), without=_NOWHERE, rules=(of_a_file, not_ahead), restricted=True),
    Kind(COURSE, "register", Title("年度培训计划", "Training plan"), "personnel",
         attributes=Course, icon="notebook", prefix="PSD", name=Title("课程", "Course"),
         without=_NOWHERE),
    Kind(TRAINING, "activity", Title("干部培训", "Staff training"), "personnel",
         attributes=Training, icon="presentation", prefix="PSE", about=(COURSE,)),
)  # fmt: skip
