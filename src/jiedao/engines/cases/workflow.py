"""The loop, on one screen: states, and the moves between them.

Reported → accepted → dispatched → handling → handled → checked → closed → archived.
Objection, extension, suspension, supervision are marks beside the state (先办后议: the first
receiver works on meanwhile). The rules in the moves' effects are those of the office; their
sources stand beside them in ``actions``. ``docs/workflow.svg`` is drawn from this data.

Other kinds of case may go another way: ``kinds.workflow_of`` is asked wherever a case's state or
moves matter; the names of states below are for what belongs to the loop alone.
"""

from jiedao.engines.cases import move_data as data
from jiedao.kernel.declarations import Move, Party, State, Workflow
from jiedao.kernel.titles import Title

REPORTED, ACCEPTED, DISPATCHED, HANDLING = "reported", "accepted", "dispatched", "handling"
HANDLED, CHECKED, CLOSED, ARCHIVED = "handled", "checked", "closed", "archived"
DECLINED, WITHDRAWN, MERGED = "declined", "withdrawn", "merged"
RETURNED_UP = "returned_up"

SIGN_FOR, FIRST_CONTACT, INNER, PLATFORM = "sign_for", "first_contact", "inner", "platform"
CO_REPORT = "co_report"

STATES = (
    State(REPORTED, Title("待受理", "Reported"), public=Title("已收到", "Received")),
    State(ACCEPTED, Title("待分拨", "To dispatch"), public=Title("已受理", "Accepted")),
    State(DISPATCHED, Title("待签收", "Dispatched"), public=Title("已分派", "Assigned")),
    State(HANDLING, Title("处置中", "Being handled"), public=Title("办理中", "In progress")),
    State(HANDLED, Title("待核查", "To check"), public=Title("办理中", "In progress")),
    State(CHECKED, Title("待结案", "To close"), public=Title("办理中", "In progress")),
    State(CLOSED, Title("待回访", "Closed"), open=False, public=Title("已办结", "Closed")),
    State(ARCHIVED, Title("已归档", "Archived"), open=False, public=Title("已办结", "Closed")),
    State(
        DECLINED,
        Title("不予分拨", "Not dispatched"),
        open=False,
        public=Title("已答复", "Answered"),
    ),
    State(WITHDRAWN, Title("已撤回", "Withdrawn"), open=False, public=Title("已撤回", "Withdrawn")),
    State(
        RETURNED_UP,
        Title("已退回平台", "Returned to platform"),
        open=False,
        public=Title("已转上级平台", "With the superior platform"),
    ),
    State(MERGED, Title("已并案", "Merged"), open=False, public=Title("已并案办理", "Joined")),
)

AT_WORK = (DISPATCHED, HANDLING)
BEFORE_CLOSING = (REPORTED, ACCEPTED, DISPATCHED, HANDLING, HANDLED, CHECKED)
DONE = (CLOSED, ARCHIVED)
AFTER_WORK = (HANDLED, CHECKED, *DONE)

# The six ways not to dispatch (Beijing 接诉即办 regulation, art. 11); each tells the requester.
OUTCOMES = {
    "emergency_line": Title("应拨打紧急热线", "Belongs to an emergency line"),
    "statutory_route": Title("应走法定途径或已信访", "Statutory route, or already petitioned"),
    "repeated": Title("重复反映且无新情况", "Repeated, nothing new"),
    "private_or_secret": Title("涉密或涉个人隐私", "Secret or private"),
    "beyond_duty": Title("超出职责范围", "Beyond our duty"),
    "unlawful": Title("违法或违背公序良俗", "Unlawful or improper"),
}

# fmt: off
MOVES = (
    Move("accept", Title("受理", "Accept"), (REPORTED,), ACCEPTED, "cases.accept",
         data=data.Accept, primary=True),
    Move("decline", Title("不予分拨", "Decline"), (REPORTED, ACCEPTED), DECLINED, "cases.decline",
         data=data.Decline, danger=True),
    Move("ask_return_up", Title("申请退回平台", "Ask to return to platform"),
         (REPORTED, ACCEPTED, *AT_WORK), None, "cases.decline", data=data.AskReturnUp),
    Move("record_return_up", Title("登记平台答复", "Record the platform's answer"), BEFORE_CLOSING,
         None, "cases.decline", data=data.Decide, while_suspended=True),
    Move("classify", Title("归类定位", "Classify"), BEFORE_CLOSING, None, "cases.dispatch",
         data=data.Classify),
    Move("dispatch", Title("分拨", "Dispatch"), (REPORTED, ACCEPTED), DISPATCHED, "cases.dispatch",
         data=data.Dispatch, starts=(SIGN_FOR, FIRST_CONTACT, INNER, CO_REPORT), primary=True),
    Move("recall", Title("撤回分拨", "Take back"), (DISPATCHED,), ACCEPTED, "cases.dispatch",
         data=data.WithReason, danger=True),
    Move("sign", Title("签收", "Sign for"), (DISPATCHED,), HANDLING, "cases.sign", Party.LEAD,
         stops=(SIGN_FOR,), primary=True),
    Move("assign", Title("指派", "Assign"), AT_WORK, None, "cases.sign", Party.LEAD,
         data=data.Assign),
    Move("contact", Title("首次联系", "First contact"), AT_WORK, HANDLING, "cases.handle",
         Party.LEAD, data=data.Contact, stops=(SIGN_FOR,)),
    Move("object", Title("派单异议", "Object"), AT_WORK, None, "cases.sign", Party.LEAD,
         data=data.Object),
    Move("hear", Title("陈述意见", "State opinion"), AT_WORK, None, "cases.sign", data=data.Hear),
    Move("arbitrate", Title("裁定", "Arbitrate"), AT_WORK, None, "cases.arbitrate",
         data=data.Arbitrate),
    Move("return", Title("退回", "Return"), AT_WORK, ACCEPTED, "cases.sign", Party.LEAD,
         data=data.WithReason, danger=True),
    Move("ask_extension", Title("申请延期", "Ask for more time"), AT_WORK, None, "cases.handle",
         Party.LEAD, data=data.AskExtension),
    Move("decide_extension", Title("审批延期", "Decide extension"), AT_WORK, None,
         "cases.approve_extension", data=data.Decide),
    Move("ask_suspension", Title("申请挂账", "Ask to suspend"), AT_WORK, None, "cases.handle",
         Party.LEAD, data=data.AskSuspension),
    Move("decide_suspension", Title("审批挂账", "Decide suspension"), AT_WORK, None,
         "cases.approve_suspension", data=data.Decide),
    Move("resume", Title("恢复办理", "Resume"), AT_WORK, None, "cases.approve_suspension",
         data=data.WithNote, while_suspended=True),
    Move("report_part", Title("协办反馈", "Report to lead unit"), AT_WORK, None, "cases.handle", Party.CO,
         data=data.ReportPart),
    Move("stage_done", Title("完成阶段", "Complete stage"), (HANDLING,), None, "cases.handle",
         Party.LEAD, data=data.StageDone),
    Move("handle", Title("办结反馈", "Report done"), (HANDLING,), HANDLED, "cases.handle",
         Party.LEAD, data=data.Handle, stops=(SIGN_FOR, FIRST_CONTACT, INNER), primary=True),
    Move("check_pass", Title("核查通过", "Pass check"), (HANDLED,), CHECKED, "cases.check",
         Party.NOT_HANDLER, data=data.CheckPass, primary=True),
    Move("check_fail", Title("核查退回", "Fail check"), (HANDLED,), HANDLING, "cases.check",
         Party.NOT_HANDLER, data=data.WithReason, starts=(INNER,), danger=True),
    Move("decide_night_check", Title("补核查", "Check after the night shift"),
         (CHECKED, CLOSED, ARCHIVED), None, "cases.check", Party.NOT_HANDLER, data=data.Decide),
    Move("close", Title("结案", "Close"), (CHECKED,), CLOSED, "cases.close", data=data.Close,
         stops=(PLATFORM,), primary=True),
    Move("visit", Title("回访", "Follow-up"), (CLOSED,), None, "cases.visit", Party.NOT_HANDLER,
         data=data.Visit, primary=True),
    Move("ask_exemption", Title("申请剔除", "Ask for exemption"), (*AT_WORK, *DONE), None,
         "cases.visit", data=data.AskExemption),
    Move("second_exemption", Title("联署剔除", "Second the exemption"), (*AT_WORK, *DONE), None,
         "cases.visit", data=data.WithNote),
    Move("decide_exemption", Title("复核剔除", "Decide exemption"), (*AT_WORK, *DONE), None,
         "cases.supervise", data=data.Decide),
    Move("ask_appeal", Title("申诉超期", "Appeal against lateness"), (*AT_WORK, *AFTER_WORK), None,
         "cases.handle", Party.LEAD, data=data.AskAppeal),
    Move("decide_appeal", Title("复核申诉", "Decide the appeal"), (*AT_WORK, *AFTER_WORK), None,
         "cases.supervise", data=data.Decide),
    Move("reopen", Title("重办", "Reopen"), (CLOSED, ARCHIVED, DECLINED), ACCEPTED, "cases.reopen",
         data=data.WithReason),
    Move("urge", Title("催办", "Urge"), BEFORE_CLOSING, None, "cases.supervise", data=data.WithReason,
         while_suspended=True),
    Move("supervise", Title("督办", "Supervise"), BEFORE_CLOSING, None, "cases.supervise",
         data=data.WithReason, while_suspended=True),
    Move("unsupervise", Title("解除督办", "End supervision"), (*BEFORE_CLOSING, *DONE), None,
         "cases.supervise", data=data.WithReason, while_suspended=True),
    Move("take_lead", Title("领导包案", "Leader takes it"), BEFORE_CLOSING, None, "cases.lead",
         data=data.TakeLead, while_suspended=True),
    Move("merge", Title("并案", "Merge"), (REPORTED, ACCEPTED, DISPATCHED, HANDLING), MERGED,
         "cases.merge", data=data.Merge, danger=True),
    Move("split", Title("拆案", "Split off"), BEFORE_CLOSING, None, "cases.merge", data=data.Split),
    Move("remark", Title("备注", "Remark"), tuple(state.key for state in STATES), None, "cases.see",
         data=data.Remark, while_suspended=True),
)
# fmt: on

LOOP = Workflow("loop", Title("事件闭环", "The loop"), STATES, MOVES, initial=REPORTED)
_BY_KEY = {move.key: move for move in MOVES}

# What makes sense in the workflow of any kind: see ``taking_over``.
ANYWHERE = frozenset(
    {
        "assign", "ask_extension", "decide_extension", "ask_suspension", "decide_suspension",
        "resume", "urge", "supervise", "unsupervise", "take_lead", "classify", "remark",
    }
)  # fmt: skip


def is_the_loops(move: Move) -> bool:
    """Whether it is one of the moves above, as it stands."""
    return _BY_KEY.get(move.key) is move


def asks_as_the_loop(move: Move) -> bool:
    """Whether it must be told what the loop's move of its key must be: itself, or taken over."""
    known = _BY_KEY.get(move.key)
    return known is not None and known.data is move.data
