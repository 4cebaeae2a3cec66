"""Who is to see to what a plan promises, as plans name them: “由城建办牵头”, “责任单位：城建办”,
“城建办要……”. Names are given as they are written; whose they are, the town's units say."""

import re
from collections.abc import Iterator
from typing import Final

_LEAD: Final = "责任|牵头|主办|主责|承办|落实|实施|组织"
_CO: Final = "配合|协办|协同|参与|协助|共同"
_OFFICE: Final = "单位|部门|科室|处室|领导|人"
#: What stands before a colon: “责任单位：”, “配合部门：”.
LABEL: Final = rf"(?:(?P<leads>{_LEAD})|(?P<cos>{_CO}))(?:责任)?(?:{_OFFICE})"
_TIME_LABEL: Final = "(?:完成|办理|整改|推进|计划)?(?:时限|时间节点|时间|期限|节点)"
#: A remark behind or below a promise, with its colon.
REMARK: Final = re.compile(rf"[ \t\u3000]*[（(]?(?:{LABEL}|{_TIME_LABEL})[:：]")
#: “（责任单位：城建办）”, “（城建办牵头，执法队配合）”.
ASIDE: Final = re.compile(
    rf"[（(](?:(?:{_LEAD}|{_CO})(?:责任)?(?:{_OFFICE})[:：][^()（）\n]{{1,120}}"
    rf"|{_TIME_LABEL}[:：][^()（）\n]{{1,120}}|(?:由)?[^()（）\n,，]{{2,24}}(?:牵头|负责)(?:[、,，][^()（）\n]{{2,60}})?)[)）]"
)
_HEAD: Final = "办公室|办事处|办|科室|科|股|所|站|中心|局|[大中支]?队|部门|部|委|党委|社区|公司|会|组|院|室|网格"
#: What a name of a unit may be; what is none of its characters ends it.
_UNIT: Final = re.compile(rf"(?!坚持|以|优化|健全|完善|加强|需)[\u4e00-\u9fff]{{1,18}}(?:{_HEAD})")
_ROW: Final = r"[^,，。;；()（）:：\n]"
_ACTS: Final = "牵头|负责|主抓|主办|承办|统筹|组织实施|落实|跟进|督办"
_HELPS: Final = "配合|协同|协办|协助|参与"
_SEES: Final = rf"(?:共同|具体|统一|全面)?(?:{_ACTS})"
_HELP: Final = rf"(?:予以|积极|共同|协同)?(?:{_HELPS})"
_BY: Final = re.compile(
    rf"由(?P<lead>{_ROW}{{2,40}}?){_SEES}"
    rf"|(?:^|[（(,，;；]|(?<=[并均]))(?P<bare>{_ROW}{{2,60}}?){_SEES}"
)
_WITH: Final = re.compile(
    rf"(?:^|[（(、,，;；由])(?P<co>{_ROW}{{2,40}}?){_HELP}(?=$|[^\u4e00-\u9fff]|做好|推进|落实|实施)"
)
_SUBJECT: Final = re.compile(
    rf"(?P<lead>{_ROW}{{2,60}}?)(?:要(?!求|点|素)|须|应当?(?!急)|负责(?!人|制)|牵头|会同)"
)
_TOGETHER: Final = re.compile(
    rf"会同(?P<co>[\u4e00-\u9fff]{{1,18}}?(?:{_HEAD})(?:、[\u4e00-\u9fff]{{1,18}}?(?:{_HEAD})){{0,4}})"
)
_LABELLED: Final = re.compile(
    rf"{LABEL}(?:[:：]|为|是)(?P<names>[^。;；()（）:：\n]{{2,120}}?)(?=$|[。;；()（）\n]|[,，、 ]?(?:{_LEAD}|{_CO}|完成)(?:责任)?(?:{_OFFICE}|时))"
)
_PARTS: Final = re.compile(
    r"[、,，;； \t\u3000]|以及|会同|联合|(?<=[办科股所站队局部委心区司会室院组门])[和与及]"
)
_THEY_SEE: Final = re.compile(
    rf"(?P<row>{_ROW}{{2,60}}?)(?:{_SEES}|{_HELP})(?:做好|推进|落实|实施)?"
)
_ONLY_WHO: Final = re.compile(
    r"(?:并|均)?由[^,，]{2,24}(?:牵头|负责|主抓|落实|跟进|督办|配合|协同|组织实施)(?:[^,，]{0,4}(?:推进|落实|实施|抓好|办理))?"
    rf"|{LABEL}(?:[:：]|为|是)[^,，]{{0,80}}|(?:责任|牵头|配合|协办|主办)(?:单位|部门)[^,，]{{0,24}}"
)


def only_says_who(clause: str) -> bool:
    """Whether a clause promises nothing of its own: it says who sees to what stands by it."""
    if _ONLY_WHO.fullmatch(clause):
        return True
    found = _THEY_SEE.fullmatch(clause)
    return found is not None and addressed(found["row"])


def is_remark(text: str) -> bool:
    """Whether it is a remark with a label (“责任单位：……”), said of all that its paragraph promises."""
    return REMARK.match(text) is not None


def addressed(row: str) -> bool:
    """Whether a text is a row of units and nothing else, as before a colon or “配合”."""
    names = [part for part in _PARTS.split(row) if part]
    return bool(names) and all(_UNIT.fullmatch(name) for name in names)


def opens_with_one(clause: str) -> bool:
    """Whether a clause begins with who is to do it (“城建办要……”, “由城建办牵头打通……”)."""
    if clause.startswith("由"):
        return _BY.match(clause) is not None
    return _subject(clause) != ""


def responsible(text: str) -> tuple[str, ...]:
    """The names of whom a text makes responsible, as it writes them: the lead first, then those
    who help; empty where it names none."""
    leads: list[str] = []
    helpers: list[str] = []
    for match in _LABELLED.finditer(text):
        (leads if match["leads"] else helpers).extend(_names(match["names"]))
    for match in _BY.finditer(text):
        if match["lead"] or addressed(match["bare"]):
            leads += _names(match["lead"] or match["bare"])
    for match in (*_WITH.finditer(text), *_TOGETHER.finditer(text)):
        helpers += [one for one in _names(match["co"]) if _UNIT.fullmatch(one)]
    if not leads:
        leads += _names(_subject(text))
    return tuple(dict.fromkeys((*leads, *helpers)))


def _subject(clause: str) -> str:
    """The units that a clause begins with as those who are to do something."""
    found = _SUBJECT.match(clause)
    return found["lead"] if found and addressed(found["lead"]) else ""


def _names(row: str) -> Iterator[str]:
    for part in _PARTS.split(row):
        name = re.sub(r"^(?:由|请|并|均)|等$", "", part.strip())
        if len(name) > 1:
            yield name
