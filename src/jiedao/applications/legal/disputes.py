"""Administrative reconsideration and litigation, from the notice to the outcome and its lesson."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.legal import names
from jiedao.engines.cases.actions.dispatching import hand_over
from jiedao.engines.cases.actions.effects import tell_units
from jiedao.engines.cases.actions.own import keep_fields, store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

_DEFENCE: Final = "defence"


class Sort(Options):
    """Before whom."""

    RECONSIDERATION = "reconsideration", "行政复议", "Reconsideration"
    LITIGATION = "litigation", "行政诉讼", "Litigation"


class Outcome(Options):
    """How it ended."""

    WON = "won", "胜诉、维持", "Won"
    LOST = "lost", "败诉、撤销或确认违法", "Lost"
    SETTLED = "settled", "调解、和解", "Settled"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"


# 《行政复议法》 art. 48 and 《行政诉讼法》 art. 67: days to answer after the notice.
_DAYS: Final = {Sort.RECONSIDERATION: 10, Sort.LITIGATION: 15}


class DisputeFacts(BaseModel, extra="forbid"):
    """What is disputed, before whom, and how it ended."""

    sort: Sort = attribute(Title("类型", "Sort"), listed=True, filterable=True)
    forum: str = attribute(
        Title("复议机关、法院", "Authority or court"), listed=True, min_length=2, max_length=120
    )
    docket: str = attribute(Title("案号", "Docket number"), "", max_length=80)
    noticed_on: date = attribute(Title("收到通知日期", "Notice received on"))
    defended_on: date | None = attribute(Title("答复、答辩日期", "Defence filed on"), None)
    hearing_on: date | None = attribute(Title("听证、开庭日期", "Hearing on"), None, listed=True)
    ending: Outcome | None = attribute(Title("结果", "Outcome"), None, listed=True)
    judged_on: date | None = attribute(Title("裁判、决定日期", "Judged on"), None, listed=True)
    document: str = attribute(Title("裁判、决定文号", "Number of the judgment"), "", max_length=80)
    lesson: str = attribute(Title("败诉原因和整改", "Lesson"), "", listed=True, max_length=2000)


class PassOn(MoveData):
    """Whose act it is about: that unit answers."""

    unit: int = attribute(Title("承办单位", "Unit"))


class Defended(MoveData):
    """The written answer was handed in."""

    defended_on: date = attribute(Title("提交日期", "Filed on"), default_factory=clock.today)


class Hearing(MoveData):
    """The hearing, and who of the leadership appeared."""

    hearing_on: date = attribute(Title("听证、开庭日期", "Hearing on"))
    note: str = attribute(Title("出庭应诉情况", "Who appeared"), "", max_length=500)


class Judgment(MoveData):
    """How it ended; what was lost has its lesson."""

    judged_on: date = attribute(Title("裁判、决定日期", "Judged on"), default_factory=clock.today)
    ending: Outcome = attribute(Title("结果", "Outcome"))
    document: str = attribute(
        Title("裁判、决定文号", "Number of the judgment"), min_length=2, max_length=80
    )
    lesson: str = attribute(
        Title("败诉原因和整改", "Lesson"), "", widget="textarea", max_length=2000,
        help=Title("败诉必须填写", "Needed where it was lost"),
    )  # fmt: skip


def pass_on(work: Work, given: PassOn) -> None:
    """The unit answers within the days of the law, counted from when it is passed on."""
    hand_over(work, given.unit)
    days = _DAYS[Sort(work.case.attributes["sort"])]
    work.begin_clock(_DEFENCE, limit=Limit(days, LimitUnit.DAYS))
    tell_units(work, [given.unit], "passed_on", _("请按法定期限提交答复、答辩。"))


def defend(work: Work, given: Defended) -> None:
    """Filed, not in the future."""
    _not_ahead(given.defended_on, "defended_on")
    keep_fields(work, given)


def judge(work: Work, given: Judgment) -> None:
    """A lost case teaches something, or it is not closed."""
    _not_ahead(given.judged_on, "judged_on")
    if given.ending == Outcome.LOST and len(given.lesson) < 4:
        raise Invalid(_("败诉的要写明原因和整改。"), field="lesson", code="no_lesson")
    keep_fields(work, given)


def _not_ahead(day: date, field: str) -> None:
    if day > clock.today():
        raise Invalid(_("日期在将来。"), field=field, code="future_date")


def appeal(work: Work, _given: WithReason) -> None:
    """What is heard again is not judged yet; the first judgment stays in the history."""
    store(work, ending=None, judged_on=None, hearing_on=None, defended_on=None, document=None)


OPENED, DEFENDED, HEARD, JUDGED = "dispute_open", "defended", "heard", "judged"
# fmt: off
_WAY = Workflow("admin_disputes", Title("行政争议", "Administrative disputes"), (
    State(OPENED, Title("待答辩", "To be defended")),
    State(DEFENDED, Title("已答辩", "Defended")),
    State(HEARD, Title("已审理", "Heard")),
    State(JUDGED, Title("已裁判", "Judged"), open=False),
), (
    Move("pass_on", Title("交承办单位", "Pass on"), (OPENED,), None, "cases.dispatch", data=PassOn,
         effect=pass_on, primary=True),
    Move("defend", Title("登记答辩", "Record the defence"), (OPENED,), DEFENDED, "cases.handle",
         data=Defended, effect=defend, stops=(_DEFENCE,), primary=True),
    Move("hear", Title("登记审理", "Record the hearing"), (DEFENDED,), HEARD, "cases.handle",
         data=Hearing, primary=True),
    Move("judge", Title("登记结果", "Record the outcome"), (OPENED, DEFENDED, HEARD), JUDGED,
         "cases.close", data=Judgment, effect=judge, primary=True),
    Move("appeal", Title("上诉、再审", "Appeal"), (JUDGED,), OPENED, "cases.close", data=WithReason,
         effect=appeal),
    *(taken_over(key, sources=(OPENED, DEFENDED, HEARD))
      for key in ("urge", "supervise", "unsupervise", "take_lead")),
    taken_over("remark", sources=(OPENED, DEFENDED, HEARD, JUDGED)),
), initial=OPENED)
# fmt: on


class Verdict(Options):
    """What the adviser says."""

    LAWFUL = "lawful", "合法", "Lawful"
    CHANGES = "changes", "修改后合法", "Lawful with changes"
    UNLAWFUL = "unlawful", "不合法", "Unlawful"


class OpinionFacts(BaseModel, extra="forbid"):
    """A question to the adviser about a version of a decision, and the opinion on it."""

    edition: int = attribute(Title("文稿版本", "Version"), listed=True, ge=1, le=100)
    adviser: str = attribute(Title("法律顾问", "Adviser"), "", listed=True, max_length=120)
    given_on: date | None = attribute(Title("出具日期", "Given on"), None, listed=True)
    opinion_number: str = attribute(Title("意见书编号", "Number"), "", max_length=80)
    verdict: Verdict | None = attribute(Title("结论", "Verdict"), None, listed=True)
    opinion: str = attribute(Title("法律意见", "Opinion"), "", max_length=4000)


class Opinion(MoveData):
    """The opinion, with its number and day."""

    given_on: date = attribute(Title("出具日期", "Given on"), default_factory=clock.today)
    adviser: str = attribute(Title("法律顾问", "Adviser"), min_length=2, max_length=120)
    opinion_number: str = attribute(Title("意见书编号", "Number"), min_length=1, max_length=80)
    verdict: Verdict = attribute(Title("结论", "Verdict"))
    opinion: str = attribute(
        Title("法律意见", "Opinion"), widget="textarea", min_length=4, max_length=4000
    )


def opine(work: Work, given: Opinion) -> None:
    """It counts from its day."""
    _not_ahead(given.given_on, "given_on")
    keep_fields(work, given)


ASKED, OPINED, ASKED_BACK = "asked", "opined", "asked_back"
_REVIEW: Final = "review"
# fmt: off
_REVIEWS = Workflow("legal_consultations", Title("法律咨询", "Consultations"), (
    State(ASKED, Title("待出具意见", "Asked")),
    State(OPINED, Title("已出具意见", "Answered"), open=False),
    State(ASKED_BACK, Title("已撤回", "Taken back"), open=False),
), (
    Move("opine", Title("登记法律意见", "Record the opinion"), (ASKED,), OPINED, names.OPINE,
         Party.NOT_HANDLER, data=Opinion, effect=opine, primary=True),
    Move("ask_back", Title("撤回", "Take back"), (ASKED,), ASKED_BACK, "cases.report",
         data=WithReason, danger=True),
    *(taken_over(key, sources=(ASKED,)) for key in ("urge", "remark")),
), initial=ASKED)
# fmt: on

KINDS = (
    Kind(names.DISPUTE, "case", Title("行政复议诉讼", "Administrative disputes"), "legal",
         attributes=DisputeFacts, workflow=_WAY, icon="gavel",
         options=CaseOptions(
             clocks=(ClockKind(_DEFENCE, Title("答辩", "Defence"), Limit(10, LimitUnit.DAYS)),),
             by_moves=("defended_on", "hearing_on", "ending", "judged_on", "document", "lesson"),
         )),
    Kind(names.OPINION, "case", Title("法律咨询", "Legal consultations"), "legal",
         attributes=OpinionFacts, workflow=_REVIEWS, icon="scale", about=(names.DECISION,),
         options=CaseOptions(
             clocks=(ClockKind(_REVIEW, Title("审查", "Review"), Limit(5, LimitUnit.WORKDAYS),
                               from_start=True),),
             by_moves=("adviser", "given_on", "opinion_number", "verdict", "opinion"),
         )),
)  # fmt: skip
