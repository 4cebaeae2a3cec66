"""Who has worked on a case never checks it, whichever round or part it was."""

import pytest

from jiedao.kernel.errors import Forbidden
from tests.cast import SmallTown
from tests.engines.cases.desk import also, at, reported


def test_an_earlier_handler_does_not_check_a_later_round(town: SmallTown) -> None:
    with at():
        desk = reported(town)
        desk.to_handling()
        desk.photo("after")
        desk.do("handle", town.handler, result="已清理")
        desk.do("check_fail", town.checker, reason="还有垃圾没有清")
        desk.do("assign", town.unit_lead, handler=town.colleague.pk)
        desk.photo("after")
        desk.do("handle", town.colleague, result="重新清理")
    also(town, town.handler, "centre", "checker")
    with at(1):
        desk.photo("check")
        with pytest.raises(Forbidden, match="办理人"):
            desk.do("check_pass", town.handler)
        assert desk.do("check_pass", town.checker).state == "checked"


def test_a_co_handler_does_not_check_what_they_helped_with(town: SmallTown) -> None:
    with at():
        desk = reported(town, "门口积水很深")
        desk.do("sign", town.co_handler)
        desk.do("report_part", town.handler, text="已清理淤泥")
        desk.photo("after")
        desk.do("handle", town.co_handler, result="已抽干")
    also(town, town.handler, "centre", "checker")
    with at(1):
        desk.photo("check")
        with pytest.raises(Forbidden, match="办理人"):
            desk.do("check_pass", town.handler)
        assert desk.do("check_pass", town.checker).state == "checked"
