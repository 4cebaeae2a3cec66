"""What a reply lacks, in sentences for whoever is about to send it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from jiedao.engines.mining.replying.signs import Signs, same, signs_of

SHORT: Final = 20
"""Characters besides courtesies: fewer answer nobody."""
_BRIEF: Final = 60
"""A reply that only passes on, or only means well, is at most about so long."""
_TAKEN_UP: Final = 0.06
_COPIED: Final = 0.9
_LONG_ENOUGH: Final = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at. ``grave``: as it stands it does not answer whoever asked."""

    code: str
    sentence: str
    grave: bool = False


def check(question: str, reply: str, *, earlier: Sequence[str] = ()) -> list[Finding]:
    """What to look at before ``reply`` goes to whoever asked ``question``, the gravest first.

    ``earlier``: replies to other matters, of which it should be no copy. Empty: nothing found.
    """
    signs = signs_of(question, reply)
    found = [rule.finding() for rule in _RULES if rule.holds(signs)]
    if any(same(reply, other) for other in earlier):
        found.append(Finding("copied", _("与另一件事的答复几乎一样，请核对是否答的是这件事。")))
    return sorted(found, key=lambda one: not one.grave)


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    holds: Callable[[Signs], bool]
    sentence: Callable[[], str]
    grave: bool = False

    def finding(self) -> Finding:
        return Finding(self.code, self.sentence(), self.grave)


def evasive(signs: Signs) -> bool:
    """It only passes on or means well: nothing was found out, done or decided."""
    only = signs.passed_on or signs.soft
    return only and signs.said <= _BRIEF and signs.done <= 1 and not signs.law


def elsewhere(signs: Signs) -> bool:
    """It only says where else to ask."""
    return signs.contact and signs.said <= _BRIEF // 2 and signs.done == 0


_RULES: Final = (
    _Rule("short", lambda s: s.said < SHORT, lambda: _("答复太短，诉求人看不出事情办得怎样。"), grave=True),
    _Rule("evasive", evasive, lambda: _("只说已转办或会重视，没有说查到什么、做了什么、何时办好。"), grave=True),
    _Rule("elsewhere", elsewhere, lambda: _("只让诉求人去问别处，没有回答所问的事。"), grave=True),
    _Rule("unanswered",
          lambda s: s.taken_up < _TAKEN_UP and s.said >= SHORT,
          lambda: _("答复几乎没有提到诉求里说的事，请核对是否答非所问。")),
    _Rule("no_measure", lambda s: not s.done and not s.law,
          lambda: _("没有写依据或采取的措施。")),
    _Rule("no_date", lambda s: not s.date, lambda: _("没有写日期或办理期限。")),
    _Rule("no_contact", lambda s: not s.contact, lambda: _("没有留联系电话，诉求人有疑问时不知找谁。")),
    _Rule("repeats", lambda s: s.copied >= _COPIED and s.said >= _LONG_ENOUGH,
          lambda: _("答复大多是照抄诉求的原话。")),
    _Rule("private", lambda s: s.private,
          lambda: _("答复里像是有个人的姓名、手机号或证件号，发出前请删去。"), grave=True),
)  # fmt: skip
