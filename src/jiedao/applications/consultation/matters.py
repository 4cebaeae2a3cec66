"""What deputies and members hand in: suggestions with a written answer, and livelihood matters.

Whoever answers neither rates nor judges the answer: that is the author's word, taken down by
somebody else. A suggestion ends only when what was promised is kept.
"""

from datetime import date
from typing import Annotated, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.cases.actions.dispatching import hand_over
from jiedao.engines.cases.actions.effects import tell_units
from jiedao.engines.cases.actions.own import keep_fields
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, Ref, attribute
from jiedao.kernel.declarations import Kind, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

SUGGESTION, MATTER, STATION = "deputy_suggestion", "deputy_matter", "deputy_station"
_ANSWER, _SETTLE = "answer", "settle"
StationRef = Annotated[int, Ref(f"record:{STATION}")]


class Sort(Options):
    """Whose it is."""

    SUGGESTION = "suggestion", "代表建议", "Deputy's suggestion"
    PROPOSAL = "proposal", "政协提案", "Member's proposal"


class Via(Options):
    """How a matter came in."""

    SNAP = "snap", "随手拍", "Snapshot"
    DIRECT = "direct", "代表直通车", "Direct line"
    STATION = "station", "联络站", "Station"
    VISIT = "visit", "走访调研", "Visit"


class Content(Options):
    """What the author says of the answer."""

    SATISFIED = "satisfied", "满意", "Satisfied"
    BASICALLY = "basically", "基本满意", "Basically satisfied"


class SuggestionFacts(BaseModel, extra="forbid"):
    """A suggestion or proposal, its answer, and what became of the promise."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    author: str = attribute(
        Title("提出人", "Author"), listed=True, min_length=2, max_length=80,
        help=Title("领衔代表、委员或界别", "The leading deputy, member or group"),
    )  # fmt: skip
    submitted_on: date = attribute(Title("提交日期", "Submitted on"), listed=True)
    file_number: str = attribute(Title("建议提案编号", "Number"), "", max_length=60)
    replied_on: date | None = attribute(Title("答复日期", "Answered on"), None, listed=True)
    reply_number: str = attribute(Title("答复文号", "Number of the answer"), "", max_length=80)
    promise: str = attribute(Title("承诺事项", "Promise"), "", max_length=1000)
    promised_by: date | None = attribute(Title("承诺完成日期", "Promised by"), None)
    rating: Content | None = attribute(Title("评价", "Rating"), None, listed=True)
    kept_on: date | None = attribute(Title("承诺兑现日期", "Promise kept on"), None)


class MatterFacts(BaseModel, extra="forbid"):
    """A livelihood matter that a deputy or member handed in, or that came to a station."""

    via: Via = attribute(Title("渠道", "Channel"), listed=True, filterable=True)
    raised_by: str = attribute(
        Title("代表、委员", "Deputy or member"), listed=True, min_length=2, max_length=80
    )
    station: StationRef | None = attribute(Title("联络站", "Station"), None)
    answered_on: date | None = attribute(Title("答复日期", "Answered on"), None)
    answer: str = attribute(Title("答复", "Answer"), "", max_length=2000)
    solved_on: date | None = attribute(Title("解决日期", "Solved on"), None, listed=True)
    rating: Content | None = attribute(Title("代表评价", "Deputy's word"), None)


class PassOn(MoveData):
    """Which unit answers, and by when; the usual time where no day is said."""

    unit: int = attribute(Title("承办单位", "Unit"))
    until: date | None = attribute(Title("办理期限", "To be answered by"), None)


class Reply(MoveData):
    """The written answer, with its number, and what it promises."""

    replied_on: date = attribute(Title("答复日期", "Answered on"), default_factory=clock.today)
    reply_number: str = attribute(
        Title("答复文号", "Number of the answer"), min_length=2, max_length=80
    )
    promise: str = attribute(Title("承诺事项", "Promise"), "", widget="textarea", max_length=1000)
    promised_by: date | None = attribute(Title("承诺完成日期", "Promised by"), None)


class Rating(MoveData):
    """The author's word; one who is not content sends it back instead."""

    rating: Content = attribute(Title("评价", "Rating"))


class Kept(MoveData):
    """What shows that the promise was kept."""

    kept_on: date = attribute(Title("兑现日期", "Kept on"), default_factory=clock.today)
    note: str = attribute(
        Title("兑现情况", "How it was kept"), widget="textarea", min_length=4, max_length=1000
    )


class Answer(MoveData):
    """What was done about the matter."""

    answered_on: date = attribute(Title("答复日期", "Answered on"), default_factory=clock.today)
    answer: str = attribute(
        Title("办理情况", "What was done"), widget="textarea", min_length=4, max_length=2000
    )


class Solved(Rating):
    """The deputy holds it for solved."""

    solved_on: date = attribute(Title("解决日期", "Solved on"), default_factory=clock.today)


def pass_on(work: Work, given: PassOn) -> None:
    """The unit has it from now on, and its time runs."""
    clocks = {SUGGESTION: _ANSWER, MATTER: _SETTLE}
    hand_over(work, given.unit)
    work.begin_clock(clocks[work.case.kind], until=given.until)
    tell_units(work, [given.unit], "passed_on", _("已交办，请按期答复。"))


def say(work: Work, given: MoveData) -> None:
    """Keep what was said; no day of it lies ahead, save that of a promise."""
    for name, value in given:
        if isinstance(value, date) and name != "promised_by" and value > clock.today():
            raise Invalid(_("日期在将来。"), field=name, code="future_date")
    keep_fields(work, given)


def back(work: Work, given: WithReason) -> None:
    """Not content: the unit answers again."""
    work.case.return_count += 1
    tell_units(work, [work.case.unit_id], "answer_again", given.reason)


SUBMITTED, WITH_UNIT, REPLIED, TO_KEEP, KEPT = (
    "submitted", "with_unit", "replied", "promise_open", "promise_kept",
)  # fmt: skip
HANDED_IN, ANSWERED, SOLVED, NOT_TAKEN = (
    "handed_in",
    "matter_answered",
    "matter_solved",
    "not_taken",
)
# fmt: off
_SUGGESTIONS = Workflow("deputy_suggestions", Title("建议提案办理", "Suggestions"), (
    State(SUBMITTED, Title("已提交", "Submitted")),
    State(WITH_UNIT, Title("办理中", "With the unit")),
    State(REPLIED, Title("已答复", "Answered")),
    State(TO_KEEP, Title("待兑现", "Promise open")),
    State(KEPT, Title("已兑现", "Promise kept"), open=False),
), (
    Move("pass_on", Title("交办", "Pass on"), (SUBMITTED, WITH_UNIT), WITH_UNIT, "cases.dispatch",
         data=PassOn, effect=pass_on, primary=True),
    Move("reply", Title("书面答复", "Answer"), (WITH_UNIT,), REPLIED, "cases.handle", Party.LEAD,
         data=Reply, effect=say, stops=(_ANSWER,), primary=True),
    Move("rate", Title("登记评价", "Record the rating"), (REPLIED,), TO_KEEP, "cases.visit",
         Party.NOT_HANDLER, data=Rating, effect=say, primary=True),
    Move("not_content", Title("不满意，重新办理", "Not content: again"), (REPLIED,), WITH_UNIT,
         "cases.visit", Party.NOT_HANDLER, data=WithReason, effect=back, starts=(_ANSWER,)),
    Move("keep", Title("承诺兑现办结", "Promise kept"), (TO_KEEP,), KEPT, "cases.check",
         Party.NOT_HANDLER, data=Kept, effect=say, primary=True),
    *(taken_over(key, sources=(SUBMITTED, WITH_UNIT, REPLIED, TO_KEEP))
      for key in ("urge", "supervise", "unsupervise", "take_lead", "remark")),
), initial=SUBMITTED)
_MATTERS = Workflow("deputy_matters", Title("代表反映事项", "Matters of deputies"), (
    State(HANDED_IN, Title("已反映", "Handed in")),
    State(WITH_UNIT, Title("办理中", "With the unit")),
    State(ANSWERED, Title("待代表评价", "To be judged")),
    State(SOLVED, Title("已解决", "Solved"), open=False),
    State(NOT_TAKEN, Title("不予办理", "Not taken up"), open=False),
), (
    Move("pass_on", Title("交办", "Pass on"), (HANDED_IN, WITH_UNIT), WITH_UNIT, "cases.dispatch",
         data=PassOn, effect=pass_on, primary=True),
    Move("answer", Title("答复", "Answer"), (WITH_UNIT,), ANSWERED, "cases.handle", Party.LEAD,
         data=Answer, effect=say, stops=(_SETTLE,), primary=True),
    Move("solve", Title("代表认可解决", "Held for solved"), (ANSWERED,), SOLVED, "cases.visit",
         Party.NOT_HANDLER, data=Solved, effect=say, primary=True),
    Move("not_solved", Title("代表不认可", "Not solved"), (ANSWERED,), WITH_UNIT, "cases.visit",
         Party.NOT_HANDLER, data=WithReason, effect=back, starts=(_SETTLE,)),
    Move("not_taken", Title("不予办理", "Do not take up"), (HANDED_IN,), NOT_TAKEN, "cases.decline",
         data=WithReason, danger=True),
    *(taken_over(key, sources=(HANDED_IN, WITH_UNIT, ANSWERED))
      for key in ("urge", "supervise", "unsupervise", "take_lead", "remark")),
), initial=HANDED_IN)
# fmt: on

# 《全国人民代表大会代表建议、批评和意见处理办法》: answered within three months.
_THREE_MONTHS: Final = Limit(90, LimitUnit.DAYS)
KINDS = (
    Kind(SUGGESTION, "case", Title("建议提案", "Suggestions and proposals"), "consultation",
         attributes=SuggestionFacts, workflow=_SUGGESTIONS, icon="file-text",
         options=CaseOptions(
             clocks=(ClockKind(_ANSWER, Title("答复", "Answer"), _THREE_MONTHS),),
             by_moves=("replied_on", "reply_number", "promise", "promised_by", "rating", "kept_on"),
         )),
    Kind(MATTER, "case", Title("代表反映事项", "Matters of deputies"), "consultation",
         attributes=MatterFacts, workflow=_MATTERS, icon="message-circle",
         options=CaseOptions(
             clocks=(ClockKind(_SETTLE, Title("办理", "Settle"), Limit(10, LimitUnit.WORKDAYS)),),
             by_moves=("answered_on", "answer", "solved_on", "rating"),
         )),
)  # fmt: skip
