"""What a reply shows of itself: length, what it takes up, what it names."""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from jiedao.engines.mining.texts.surnames import COMMON

_PHRASES: Final = re.compile(
    r"(感谢|谢谢)(您|你)?[^。！!，,]{0,30}[。！!，,]?|(尊敬|亲爱)的?[^，,：:。]{1,20}[：:，,]?|(您|你)好[，,！!。]?"
    r"|网友[“\"A-Za-z0-9”]*[：:]?|(您|你)?(所)?(反映|咨询|提|来信|留言|意见|建议|帖文|函件)[^。，,：:！!]{0,25}"
    r"(收悉|已阅|获悉)[。，,！!]?|现(将|就)?[^。]{0,20}(答复|回复)如下[：:]?"
)
_PASSED_ON: Final = re.compile(
    r"(已|转|交|汇报|登记)[^。]{0,12}(转|交|报)(由|至|给|交|请|送|办)?[^。]{0,20}"
    r"(办理|处理|核处|核查|核实|答复|研究|参考|部门|单位|县|市|区|局|领导)|正在(交办|调查|处理|核实)"
)
_SOFT: Final = re.compile(
    r"(予以|认真|会|将)(认真)?(考虑|研究|参考)|作为参考|继续努力|高度重视|请(耐心)?等待|敬请关注|如有(相关)?情况"
)
_DONE: Final = re.compile(
    r"经(查|核|调查|核实|了解|审|协调|排查)|据查|责令|责成|整改|完成|安装|修复|清理|拆除|处罚|约谈|检查|改造|"
    r"开工|施工|启动|纳入|列入|批准|不予|退还|发放|增加|调整|设置|优化|办结|核定|增设|停止|规定|可以|"
    r"不能|无需|需要|须|没有|属于|不属于"
)
_LAW: Final = re.compile(
    r"《[^》]{3,40}》|第[一二三四五六七八九十百\d]+条|号(令|文)|文件|规定|条例|办法|标准|政策"
)
_DATE: Final = re.compile(
    r"\d{4}\s*[年.\-/]|\d{1,2}月|\d{1,2}日|今年|明年|年底|年内|上旬|中旬|下旬|工作日|\d+天"
)
_CONTACT: Final = re.compile(r"电话|致电|拨打|联系人|热线|窗口|\d{3,4}[－\-]\d{6,8}|1\d{10}|12345")
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_IDENTITY: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PERSON: Final = re.compile(
    rf"(投诉人|举报人|反映人|来电人|业主|住户|村民|当事人)(为|是|系|：|:)?[{COMMON}]"
    r"[\u4e00-\u9fff]{1,2}(先生|女士|，电话|（|\()"
)
_GAPS: Final = re.compile(r"(?<=\d)[ \-—·](?=\d)")
_SAME: Final = 0.9
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_STOP: Final = frozenset(
    "的了是我们你他她它在有和与及也都就不没这那个一为什么怎请问希望领导您好尊敬"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """``said``: characters besides courtesies; ``taken_up``: share of the question's pairs of
    characters that the reply has too; the others: how often, or whether, it has such a thing."""

    said: int
    taken_up: float
    passed_on: bool
    soft: bool
    done: int
    law: bool
    date: bool
    contact: bool
    copied: float
    private: bool


def signs_of(question: str, reply: str) -> Signs:
    """Of a reply to a question; either may be empty."""
    told = _PHRASES.sub("", reply)
    asked, answered = _pairs(question), _pairs(reply)
    return Signs(
        said=sum(map(len, _HAN.findall(told))),
        taken_up=len(asked & answered) / len(asked) if asked else 1.0,
        passed_on=bool(_PASSED_ON.search(told)),
        soft=bool(_SOFT.search(told)),
        done=len(set(_DONE.findall(told))),
        law=bool(_LAW.search(told)),
        date=bool(_DATE.search(reply)),
        contact=bool(_CONTACT.search(reply)),
        copied=len(asked & answered) / len(answered) if answered else 0.0,
        private=any(pattern.search(_joined(reply)) for pattern in (_MOBILE, _IDENTITY, _PERSON)),
    )


def same(one: str, other: str) -> bool:
    """Whether two replies say the same but for a date or a name: nine of ten pairs of characters."""
    first, second = _pairs(one), _pairs(other)
    return bool(first) and len(first & second) >= _SAME * len(first | second)


def _joined(text: str) -> str:
    """Wide signs as narrow ones, and the digits of a number that is written in groups together."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text))


def _pairs(text: str) -> frozenset[str]:
    """Pairs of Chinese characters that say something."""
    return frozenset(
        pair
        for run in _HAN.findall(text)
        for pair in map("".join, itertools.pairwise(run))
        if not (set(pair) & _STOP)
    )
