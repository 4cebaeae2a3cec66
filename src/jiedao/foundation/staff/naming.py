"""Which unit a text means by a name: its own, a shorter one, or the usual abbreviation.

“城建办”, “城市建设办”, “云湾街道城市建设办公室” and “城建部门” are all 城市建设办公室. A name that two
units could have is nobody's: a wrong unit is worse than none.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from jiedao.foundation.staff.structure import UnitNode

_SHORTEST: Final = 2
_DEPARTMENT: Final = "department"
_OF_TOWN: Final = re.compile(r"^(?:[\u4e00-\u9fff]{1,6}街道|街道)(?!办)")
_ANY: Final = re.compile(r"(?:相关|有关|职能)?(?:部门|单位)$")
_PARTY: Final = re.compile(r"(?:党委|党总支|党支部|居委会|工作站)$")


def unit_called(units: Iterable[UnitNode], words: str) -> UnitNode | None:
    """The one unit that the words name; None where there is none, or more than one could be
    meant."""
    name = _plain(words)
    if len(name) < _SHORTEST:
        return None
    # A contractor or a team is no 部门.
    of_all = not _ANY.search(name)
    known = [(node, _plain(node.name)) for node in units if of_all or node.kind == _DEPARTMENT]
    for means in _WAYS:
        found = [node for node, called in known if means(called, name)]
        if found:
            return _alone(found) or _alone([node for node in found if node.kind == _DEPARTMENT])
    return None


def _alone(found: list[UnitNode]) -> UnitNode | None:
    """The only one there is: a department is meant rather than its teams and contractors."""
    return found[0] if len(found) == 1 else None


def _plain(words: str) -> str:
    """A name without its town and what is in brackets, its office shortened."""
    name = re.sub(r"[（(].*?[)）]|[\s“”\"]", "", words)
    return _OF_TOWN.sub("", name).replace("办公室", "办")


def _same(called: str, name: str) -> bool:
    return called == name


def _begins_or_ends(called: str, name: str) -> bool:
    """“执法队” for 综合行政执法队; “西岭社区” for 西岭社区工作站, and the other way round."""
    if len(name) < 3:
        return False
    return called.endswith(name) or _PARTY.sub("", called) == _PARTY.sub("", name)


def _abbreviated(called: str, name: str) -> bool:
    """“城建办” for 城市建设办: the same first and last character, the others in order."""
    same_ends = called[:1] == name[:1] and called[-1:] == name[-1:]
    return same_ends and len(name) > _SHORTEST and _in_order(called, name)


def _loosely(called: str, name: str) -> bool:
    """“卫健科” for 公共卫生与健康科; “城建部门” for 城市建设办."""
    core = _ANY.sub("", name)
    if core != name:
        return len(core) >= _SHORTEST and called[:1] == core[:1] and _in_order(called, core)
    return called[-1:] == name[-1:] and len(name) > _SHORTEST and _in_order(called, name)


_WAYS: Final[tuple[Callable[[str, str], bool], ...]] = (
    _same, _begins_or_ends, _abbreviated, _loosely,
)  # fmt: skip


def _in_order(called: str, name: str) -> bool:
    rest = iter(called)
    return all(char in rest for char in name)
