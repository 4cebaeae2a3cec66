"""What the plan part of a report promises, clause by clause.

Official plans are rows of clauses, each a verb and its object. Most are promises; what is none:
headings and topic sentences, clauses that lead in (“围绕……”, “以……为抓手”), clauses that only say
what it is for (“营造良好氛围”) and principles (“坚持……”). A list of objects under one verb of doing
(“打通甲路、乙路”) is as many promises as it names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jiedao.engines.reports.reading.dates import due, is_moment, only_says_when, opening
from jiedao.engines.reports.reading.domains import domain
from jiedao.engines.reports.reading.lists import parts
from jiedao.engines.reports.reading.model import Commitment
from jiedao.engines.reports.reading.often import often
from jiedao.engines.reports.reading.outline import Clause, Outline, Sentence
from jiedao.engines.reports.reading.quantities import quantities
from jiedao.engines.reports.reading.responsible import (
    ASIDE,
    addressed,
    is_remark,
    only_says_who,
    opens_with_one,
    responsible,
)
from jiedao.engines.reports.reading.sayings import sayings
from jiedao.engines.reports.reading.tables import promises

_DEGREE = re.compile(
    r"^(?:并|也|还|要|将|进一步|着力|全力|大力|全面|深入|持续|积极|扎实|加快|加速|同步|系统|稳步|以点带面|举一反三|标本兼治|有序|切实"
    r"|严格|严肃|坚决|努力|不断|精准|有效|主动|逐步|充分|统筹|继续|纵深|自觉|妥善|强力|认真|牢牢|更好|始终)+"
)
#: Clauses that lead in to the next.
_LEADS = re.compile(
    r"^(?:聚焦|围绕|立足|锚定|紧扣|瞄准|紧盯|抢抓|秉承|践行|坚持|依托|结合|按照|根据|针对|遵循|贯彻|弘扬|牢记|树立|牢固树立"
    r"|对标|把握|发挥|着眼|深挖|融合|联动|整合|运用|活用|综合运用|利用|借助|充分运用|充分利用|记住|保持|做到|深刻|树牢|回应|注重发挥|以习近平|深入学习贯彻习近平)"
)
_ROLE = (
    "导向|引领|核心|载体|抓手|契机|试点|目标|重点|牵引|支撑|指导|主线|主题|基础|突破口|着力点|根本|原则|统领|动力|中心|首要|任务"
    "|政治|道理|举措|方向"
)
_AS = re.compile(
    rf"^(?:坚持)?[以把].{{2,24}}(?:为|作为).{{0,6}}(?:{_ROLE})|^[^,，]{{2,12}}以.{{2,16}}为.{{0,2}}(?:{_ROLE})$"
)
_THROUGH = re.compile(r"^通过.{2,30}(?:形式|方式|手段|途径|渠道|措施|契机|平台|等)$")
#: Verbs that say what it is for, when they close a sentence.
_AIMS = re.compile(
    r"^(?:营造|激发|提振|凝聚|夯实|筑牢|贯通|缓解|守好|守护|塑造|焕新|共建|作出|做出|增强|丰富|巩固|保持|激励|助力|形成(?!.*(?:机制|库|清单|方案)$)|扩展"
    r"|引导|帮助|消除|掌握|吸纳|描绘|绘就|谱写|彰显|切实增强|注入|展现|争当|奋力|勠力|让|使|把.{2,20}变为|不断满足|满足|确立|奠定|迈向|争创一流|走出|交出)"
)
_BETTER = re.compile(
    r"^(?:提升|提高|全方位提升|标本兼治提升|强化).{0,14}(?:能力|水平|素养|影响力|知名度|体验|效益|收益|品质|满意度|获得感|幸福感|安全感|本领|实效|质效|质量|效率|效能)$"
)
_STATE = re.compile(
    r"(?:质效|品质|面貌|质量)(?:双?提升|进阶|改善)$|更加|迈上|再上|新台阶|新局面|总体平稳|和谐稳定|交融|共融|深度融合发展|新格局|凝心聚力|高质量发展$"
)
_FOR = re.compile(
    r"^为.{2,30}(?:支撑|保障|动力|活水|贡献|基础|储备|力量|经验|住房)$|^为.{2,30}(?:注入|贡献|奠定|夯实|激发)"
)
_RESULT = re.compile(r"^(?:推动实现|实现|确保|力争实现)")
_MEASURED = re.compile(
    r"[0-9]|零(?:发生|事故|伤亡|死亡|新增|投诉|增长|上访)|全覆盖|清零|归零|第一|达标|完成|[ⅠⅡⅢ]类|同步"
)
#: A short abstract clause that opens a sentence is its topic (“强化廉政建设，……”).
_OPENS = re.compile(r"(?:强化|深化|加强|推进)[\u4e00-\u9fff]{2,3}(?:建设|支撑|肃纪|斗争|整合|教育)")
_FACT = re.compile(
    r"^坚持不懈|以下.{0,6}工作|^(?:(?:20[0-9]{2}|今|明)年[,，]?)?(?:[^,，]{0,12}将坚决|[^,，]{0,10}是(?!否)|.{0,6}至关重要|街道(?:重点)?推进)"
)
_JOINED = re.compile(r"^(?:全年|年内|预计|力争新增|新增|对接|增设|其中|届时|可新增|建成后)")
#: “鼓励甲……，积极……”: it is still they who are encouraged.
_MADE_TO = re.compile(r"^(?:鼓励|引导|支持|动员|发动|号召|督促)[^,，]{2,}")
_THEY = re.compile(r"^(?:积极|主动|自觉|踊跃)(?:参与|投身|加入|配合|履行|申报|融入|落实|接受)")
_VERB = re.compile(r"^[\u4e00-\u9fffA-Za-z“‘《0-9]")
_PRIORITY = re.compile(r"^(?:“[^”]{1,6}”即)?(?:重点|着重|深化落实)(?!推进)")

#: What a deadline may be set for, in a clause behind the one that names it.
_FINISHES = re.compile(
    r"(?:全面|基本|同步|并)?(?:完成|建成|打通|开工|启动|投用|改造|新建|交付|竣工|建好|实现)"
)


@dataclass(slots=True)
class _Span:
    """A promise with what only belongs to it: ``head`` is where that begins, ``time`` and ``lead``
    what clauses before it say of when and by whom, ``remarks`` what is said behind of several."""

    sentence: Sentence
    start: int
    head: int
    end: int
    time: str = ""
    lead: str = ""
    remarks: list[str] = field(default_factory=list)


def commitments(found: Outline) -> list[Commitment]:
    """Every commitment of the plan part, in order."""
    spans: list[_Span] = []
    for sentence in _promising(found):
        if spans and _is_appendix(found, spans[-1], sentence):
            _append(found, spans, sentence)
        else:
            goes_on = found.text[sentence.start - 1 : sentence.start] in ("；", ";")
            before = spans[-1] if spans and goes_on else None
            spans.extend(_spans(found, sentence, before))
    promised = [one for span in spans for one in _of(found, span)]
    return sorted([*promised, *_in_tables(found)], key=lambda one: one.start)


def _in_tables(found: Outline) -> Iterator[Commitment]:
    for row, one in promises(found.source, found.rows):
        # What a column of its own does not say, the words of the task do.
        places = [row.cells[name] for name in ("target", "what", "task") if name in row.cells]
        targets = (_target(found, *place) for place in places)
        yield replace(one, target=next(filter(None, targets), ""))


def _is_appendix(found: Outline, before: _Span, sentence: Sentence) -> bool:
    """Whether a sentence only says who sees to what stands before in its paragraph, or by when; so
    does a line of its own that has a label."""
    gap, text = found.text[before.end : sentence.start], found.text[slice(*_body(sentence))]
    if ("\n" in gap or sentence.opens) and not is_remark(text):
        return False
    return all(_belongs(found.text[one.start : one.end]) for one in sentence.clauses)


def _append(found: Outline, spans: list[_Span], sentence: Sentence) -> None:
    """A remark with a label is said of the whole paragraph, any other of the sentence before."""
    text, last = found.text[slice(*_body(sentence))], spans[-1]
    if not is_remark(text):
        last.end = sentence.clauses[-1].end
    for span in spans:
        near = span.sentence is last.sentence
        if is_remark(text):
            near = "\n" not in found.text[span.start : last.start]
        if near:
            span.remarks.append(text)


def _body(sentence: Sentence) -> tuple[int, int]:
    return sentence.clauses[0].start, sentence.clauses[-1].end


def _belongs(text: str) -> bool:
    return only_says_when(text) or only_says_who(text)


def _promising(found: Outline) -> Iterator[Sentence]:
    plan = [s for s in found.sentences if s.plan and not s.in_table]
    divided = any(sentence.numbered for sentence in plan)
    for sentence in plan:
        if sentence.is_heading or sentence.is_topic:
            continue
        if divided and not sentence.numbered:
            sentence = _preface(found, sentence)
        if sentence.clauses:
            yield sentence


def _preface(found: Outline, sentence: Sentence) -> Sentence:
    """Of what stands before the numbered sections only that which names priorities."""
    kept = [c for c in sentence.clauses if _PRIORITY.match(found.text[c.start : c.end])]
    return Sentence(
        sentence.start, sentence.end, True, sentence.period, sentence.heading, clauses=kept
    )


def _spans(found: Outline, sentence: Sentence, before: _Span | None) -> list[_Span]:
    """``before`` is the last promise before a semicolon: its time and lead still hold."""
    spans: list[_Span] = []
    time, lead = (before.time, before.lead) if before else ("", "")
    deadline = ""
    for clause in sentence.clauses:
        text = found.text[clause.start : clause.end]
        if is_moment(text):
            time = text
        elif _belongs(text):
            lead = lead if spans else f"{lead}，{text}"
            _say(spans, text, clause.end)
        elif addressed(text) and found.text[clause.end : clause.end + 1] in (":", "："):
            lead = f"责任单位：{text}"
        elif spans and _continues(found, spans[-1], clause):
            spans[-1].head = spans[-1].end = clause.end
        elif _promises(text, clause, alone=not spans):
            lead = text if opens_with_one(text) else lead
            due_by = time or (deadline if _FINISHES.match(text) else "")
            spans.append(_Span(sentence, clause.start, clause.end, clause.end, due_by, lead))
            deadline = _deadline(text) or deadline
    return spans


def _deadline(text: str) -> str:
    """The date before which a clause, and what is to be finished in those after it, is done."""
    opens = opening(text)
    return opens if opens.endswith("前") else ""


def _say(spans: list[_Span], text: str, end: int) -> None:
    """A clause behind promises stands with the last; who it names sees to them all."""
    if spans:
        spans[-1].end = end
    for span in spans if only_says_who(text) else ():
        span.remarks.append(text)


def _of(found: Outline, span: _Span) -> Iterator[Commitment]:
    """A list is as many promises as it names; what follows it is said of each, and stands with the
    last; so is the time that it begins with."""
    placed = parts(found.masked, span.start, span.head)
    placed[-1] = (placed[-1][0], span.end)
    remarks = "；".join(span.remarks)
    opens = opening(found.text[span.start : span.head])
    when = (found.text[span.head : span.end], remarks, opens, span.time)
    whole = found.text[span.start : span.head]
    who = next((names for names in map(responsible, (whole, remarks, span.lead)) if names), ())
    for start, end in placed:
        yield _commitment(found, span.sentence, (start, end), when, who)


def _continues(found: Outline, before: _Span, clause: Clause) -> bool:
    """Whether a clause only says how much of the one before, which has no number of its own."""
    text = found.text[clause.start : clause.end]
    if _THEY.match(text) and _MADE_TO.match(found.text[before.start : before.end]):
        return True
    if not _JOINED.match(text):
        return False
    own = (before.start, before.end)
    if quantities(found.masked, *own) or len(parts(found.masked, *own)) > 1:
        return False
    return len(quantities(found.masked, clause.start, clause.end)) == 1


def _promises(text: str, clause: Clause, *, alone: bool) -> bool:
    if len(text) < 4 or not _VERB.match(text) or _FACT.search(text):
        return False
    core = _DEGREE.sub("", text) or text
    if _AS.match(text) or _THROUGH.match(text):
        return clause.last and alone
    if _LEADS.match(core):
        return _leads_itself(core, clause, alone=alone)
    return not _aims(text, core, clause, alone=alone)


def _leads_itself(core: str, clause: Clause, *, alone: bool) -> bool:
    """Whether a clause that begins like a lead-in has its own verb, or nothing to lead to."""
    if _ACTS.search(core[2:]):
        return True
    return clause.last and alone


_ACTS = re.compile(
    r"开展|进行|做好|打造|建设|推进|推动|深化|完善|建立|加强|探索|做强|做实|撬动|整合|引入|定制|改造|盘活|构建|加速|树立文明|适用|品牌效应|集中攻坚|精神$|定位$|要求$|方针$|事业"
)


def _aims(text: str, core: str, clause: Clause, *, alone: bool) -> bool:
    if _FOR.match(core):
        return True
    if clause.first and not clause.last and _OPENS.fullmatch(core):
        return True
    if _RESULT.match(core):
        return not _MEASURED.search(core)
    if not clause.last or (alone and clause.first):
        return bool(re.match(r"营造|激发|增强|提振|扩展", core))
    if _AIMS.match(core) or _STATE.search(core):
        return True
    return bool(_BETTER.match(core)) and not re.match(r"着力|全面|持续|.*率", text)


def _commitment(
    found: Outline, sentence: Sentence, place: tuple[int, int], when: tuple[str, ...],
    who: tuple[str, ...],
) -> Commitment:  # fmt: skip
    start, end = place
    quote = found.source[start:end]
    said = (due(text, sentence.period) for text in (found.text[start:end], *when))
    task = ASIDE.sub("", quote)
    return Commitment(
        quote=quote,
        start=start,
        task=_DEGREE.sub("", task) or task or quote,
        target=_target(found, start, end),
        due=next((day for day in said if day), ""),
        domain=domain(
            quote, found.text[slice(*sentence.topic)], found.text[slice(*sentence.heading)]
        ),
        responsible=who,
    )


def _target(found: Outline, start: int, end: int) -> str:
    """The numbers that are promised, how often something is to be done, and what must not happen."""
    places = [(q.start, q.end) for q in quantities(found.masked, start, end)]
    zeroes = sayings(found.text, found.masked, start, end)
    places += [(one.start, one.end) for one in zeroes if one.kind == "zero"]
    places += [(one.start, one.end) for one in often(found.text, start, end)]
    return "、".join(found.source[left:right] for left, right in sorted(places))
