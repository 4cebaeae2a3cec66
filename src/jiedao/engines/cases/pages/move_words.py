"""What the fields of moves are called, helped by, and in which order they are asked."""

from jiedao.kernel.titles import Title

LABELS = {
    "item": Title("事项", "Item"),
    "condition": Title("立案条件", "Condition"),
    "level": Title("等级", "Level"),
    "place": Title("位置", "Place"),
    "address": Title("地址", "Address"),
    "unit": Title("主办单位", "Lead unit"),
    "co_units": Title("协办单位", "Co-handlers"),
    "reason": Title("理由", "Reason"),
    "note": Title("备注", "Note"),
    "outcome": Title("不予分拨的情形", "Why it is not dispatched"),
    "citation": Title("依据的清单条目", "Catalogue entry relied on"),
    "proposed_unit": Title("应由哪个单位办理", "Which unit should act"),
    "text": Title("内容", "Text"),
    "agrees": Title("意见", "Opinion"),
    "upheld": Title("决定", "Decision"),
    "precedent": Title("作为今后同类派单的先例", "A precedent for like cases"),
    "evidence": Title("依据（清单条目、图纸、文件）", "Evidence (catalogue entry, map, document)"),
    "clock": Title("申诉哪个时限", "Which limit"),
    "unheard": Title("为什么不等对方陈述意见", "Why the ruling does not wait for the hearing"),
    "reached": Title("联系结果", "Result"),
    "amount": Title("延长", "Extend by"),
    "until": Title("挂账至", "Until"),
    "result": Title("办理结果", "What was done"),
    "stage": Title("完成的阶段", "Stage"),
    "night_shift": Title("夜班独自值守，次一工作日由他人补核查", "Alone on the night shift"),
    "reply": Title("答复", "Reply"),
    "request": Title("诉求", "Request"),
    "answered": Title("回访结果", "Result of the call"),
    "speed": Title("办理速度", "Speed"),
    "effect": Title("办理效果", "Effect"),
    "attitude": Title("服务态度", "Attitude"),
    "feedback": Title("情况反馈", "Feedback"),
    "demand": Title("还有什么要求", "Further demand"),
    "leader": Title("包案领导", "Leader"),
    "handler": Title("经办人", "Handler"),
    "into": Title("并入哪件事", "Into which case"),
    "files": Title("照片、文件", "Photos, files"),
    "before": Title("处置前照片", "Photos before"),
    "unlike": Title("建议不对在哪里", "What was wrong with the suggestion"),
}
# The order in which one thinks of things; what is not named comes before the reason.
ORDER = ("request", "item", "condition", "level", "place", "address", "upheld", "unit", "co_units")
LAST = (
    "reason", "unheard", "result", "reply", "precedent", "before", "files", "check_pass.place",
    "taken_at", "far_reason", "unlike", "note", "night_shift",
)  # fmt: skip
OWN_LABELS = {
    ("recall", "reason"): Title("为什么撤回", "Why it is taken back"),
    ("object", "reason"): Title("为什么不归我们", "Why it is not ours"),
    ("arbitrate", "unit"): Title("改派给（异议成立时）", "To which unit, if upheld"),
    ("arbitrate", "reason"): Title("裁定理由", "Reason for the ruling"),
    ("report_part", "unit"): Title("哪个单位的反馈", "Whose report"),
    ("hear", "text"): Title("本单位的意见", "What we say to it"),
    ("check_pass", "note"): Title("核查情况", "What the check found"),
    ("ask_extension", "stage"): Title("延长哪个阶段的时限", "Limit to extend"),
    ("handle", "files"): Title("处置后照片、文书", "Photos and papers after"),
    ("check_pass", "files"): Title("现场核查照片", "Photos of the check"),
    ("check_pass", "place"): Title("拍摄位置", "Where they were taken"),
    ("check_pass", "taken_at"): Title("拍摄时间", "When they were taken"),
    ("check_pass", "far_reason"): Title(
        "离事件位置较远的原因", "Why they were taken far from the case"
    ),
    ("remark", "note"): Title("备注内容", "Remark"),
}
HELP = {
    "reason": Title("会告诉对方，并记入流程。", "The other side is told; it stands in the record."),
    "outcome": Title("会连同理由告知诉求人。", "The requester is told, with the reason."),
    "until": Title(
        "最长一年，到期自动恢复计时。", "At most a year; then the clock runs on by itself."
    ),
    "into": Title(
        "填事件编号。诉求并过去，各自保留编号、时限、答复和评价。",
        "The case's number. Requests join it and keep number, clocks, reply and rating.",
    ),
    "reply": Title(
        "诉求人在查询页看到的正式答复。", "The official reply that the requester reads."
    ),
    "co_units": Title("协办单位要向主办单位反馈。", "Co-handlers report to the lead unit."),
}
YES_NO = {
    "upheld": (Title("同意", "Yes"), Title("不同意", "No")),
    "agrees": (Title("愿意办理", "We will act"), Title("不归我们", "Not ours either")),
    "reached": (Title("已接通", "Reached"), Title("未接通", "Not reached")),
    "answered": (Title("已接通", "Answered"), Title("未接通", "No answer")),
}
