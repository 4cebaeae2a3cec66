"""A hazard from the check that found it to the recheck that strikes it off, and who may do what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jiedao.applications.safety import names, queries
from jiedao.applications.safety.reactions import supervise_late
from jiedao.applications.safety.tests.conftest import answers, appoint, refused, shop
from jiedao.engines.cases import worker
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.engines.cases.actions.filing import attach
from jiedao.engines.cases.models import Case
from jiedao.engines.visits.checklists import checklists
from jiedao.foundation.files.checking import Upload, prepare
from jiedao.foundation.records import actions as records
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.pages.common import record_url
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.models import History
from tests.cast import SmallTown
from tests.engines.cases.desk import picture

ELEMENTS = {
    "measures": "拆除隔间，清退住人", "responsible": "王老板", "money": "20000",
    "time_limit": "2027-01-15", "contingency": "停业疏散，专人看守", "withdrawn": True,
}  # fmt: skip


class Desk:
    """One shop, and what is done about its hazards."""

    def __init__(self, town: SmallTown, move: Callable[..., Any]) -> None:
        self.town, self.move, self.place = town, move, shop(town)

    def check(self, who: Account, *faults: str) -> Any:
        actor = actor_of(who)
        row = add(self.town.id, names.CHECK, {}, actor=actor,
                  subject=(self.place.kind, self.place.pk))  # fmt: skip
        return self.move(row, "complete", actor, **answers("safety_three_small", *faults))

    def shown(self, who: Account, *faults: str) -> Any:
        """A check with a photo of what it found."""
        actor = actor_of(who)
        row = add(self.town.id, names.CHECK, {}, actor=actor,
                  subject=(self.place.kind, self.place.pk))  # fmt: skip
        photo = prepare([Upload("电线.jpg", picture())])
        form = answers("safety_three_small", *faults)
        return records.make_move(
            self.town.id, row.kind, row.number, "complete", form, actor=actor, files=photo
        )

    def hazard(self, question: str) -> Case:
        asked = [one.titles.zh for each in checklists for one in each.questions
                 if one.key == question]  # fmt: skip
        return Case.objects.get(kind=names.HAZARD, attributes__question__in=asked)

    def do(self, case: Case, key: str, who: Actor, **data: Any) -> Case:
        return make_move(self.town.id, case.number, key, data, actor=who)

    def photo(self, case: Case, stage: str) -> None:
        attach(case, [Upload("p.jpg", picture())], stage=stage)


@pytest.fixture
def desk(town: SmallTown, move: Callable[..., Any]) -> Desk:
    return Desk(town, move)


def test_a_hazard_shows_what_the_check_showed(desk: Desk, town: SmallTown) -> None:
    desk.shown(town.clerk_west, "wiring")
    (photo,) = desk.hazard("wiring").attachments.all()
    assert (photo.stage, photo.name, photo.account_id) == (
        "report", "电线.jpg", town.clerk_west.pk,
    )  # fmt: skip


def test_a_fault_opens_a_hazard_about_the_place_once(desk: Desk, town: SmallTown) -> None:
    visit = desk.check(town.clerk_west, "wiring", "lodging")
    wiring, lodging = desk.hazard("wiring"), desk.hazard("lodging")
    assert (wiring.state, wiring.subject_kind, wiring.subject_id) == (
        "found", names.PREMISES, desk.place.pk,
    )  # fmt: skip
    assert (wiring.attributes["grade"], lodging.attributes["grade"]) == ("general", "major")
    assert "消防法" in lodging.attributes["basis"]
    assert visit.answers["wiring"]["case"] == wiring.number
    again = desk.check(town.clerk_west, "wiring")
    assert again.answers["wiring"]["case"] == wiring.number
    assert Case.objects.filter(kind=names.HAZARD).count() == 2
    client = Client()
    client.force_login(town.clerk_west)
    for record in (desk.place, again):
        page = client.get(record_url(record.kind, record.number))
        assert wiring.number in page.content.decode()


def test_nobody_opens_a_hazard_that_is_listed_already(desk: Desk, town: SmallTown) -> None:
    """What officers and the office say later is neither asked nor taken when it is reported."""
    about = {"subject_kind": names.PREMISES, "subject_id": desk.place.pk}
    new = NewCase("仓库住人", "staff", names.HAZARD, find_place=False,
                  attributes={"grade": "major", "supervisor": "自己"}, **about)  # fmt: skip
    with refused(Invalid, "由后面的操作填写"):
        open_case(town.id, new, actor=actor_of(town.grid_worker))
    client = Client()
    client.force_login(town.clerk_west)
    form = client.get(f"/cases/kind/{names.HAZARD}/new/", about).content.decode()
    assert "隐患等级" in form
    assert "挂牌督办责任人" not in form


def test_who_patrols_tells_and_only_officers_order(
    desk: Desk, town: SmallTown, officer: Actor
) -> None:
    desk.check(town.clerk_west, "wiring", "lodging")
    wiring, lodging = desk.hazard("wiring"), desk.hazard("lodging")
    until = clock.today() + timedelta(days=10)
    document = {"document": "安监责改〔2026〕12号", "until": until}
    hired = appoint(town, town.contractor, "contractor", "safety_officer")
    for actor in (actor_of(town.grid_worker), actor_of(town.clerk_west), hired):
        with refused(Forbidden):
            desk.do(wiring, "order", actor, **document)
    with refused(Invalid, "不能只告知"):
        desk.do(lodging, "tell", actor_of(town.grid_worker), told_to="王老板")
    told = desk.do(wiring, "tell", actor_of(town.grid_worker), told_to="王老板")
    assert (told.state, told.due_at is not None) == ("told", True)
    ordered = desk.do(lodging, "order", officer, **document)
    assert (ordered.state, ordered.attributes["document"]) == ("ordered", document["document"])


def test_a_general_hazard_is_put_right_and_struck_off_by_another(
    desk: Desk, town: SmallTown, office: Actor
) -> None:
    desk.check(town.clerk_west, "wiring")
    case, clerk = desk.hazard("wiring"), actor_of(town.clerk_west)
    desk.do(case, "tell", clerk, told_to="王老板")
    desk.do(case, "begin", clerk)
    with refused(Invalid):
        desk.do(case, "ask_recheck", clerk, note="电线已穿管")
    desk.photo(case, "after")
    desk.do(case, "ask_recheck", clerk, note="电线已穿管")
    with refused(Invalid):
        desk.do(case, "strike_off", office, note="现场复查合格")
    desk.photo(case, "check")
    with refused(Forbidden):
        desk.do(case, "strike_off", clerk, note="现场复查合格")
    both = appoint(town, town.clerk_west, "centre", "safety_office")
    with refused(Forbidden, "不能给自己"):
        desk.do(case, "strike_off", both, note="现场复查合格")
    done = desk.do(case, "strike_off", office, note="现场复查合格")
    assert (done.state, done.closed_at is not None) == ("struck_off", True)


def test_a_recheck_that_fails_begins_anew_and_ends_in_enforcement(
    desk: Desk, town: SmallTown, office: Actor, officer: Actor
) -> None:
    desk.check(town.clerk_west, "exits")
    case, clerk = desk.hazard("exits"), actor_of(town.clerk_west)
    desk.do(case, "regrade", office, grade="general", reason="杂物少量，当场可清理")
    desk.do(case, "tell", clerk, told_to="王老板")
    desk.do(case, "begin", clerk)
    desk.photo(case, "after")
    desk.do(case, "ask_recheck", clerk, note="已清理")
    failed = desk.do(case, "fail", office, reason="通道仍被占用")
    assert (failed.state, failed.return_count) == ("rectifying", 1)
    said = {"enforcement": "粤执法2026-0012", "reason": "拒不整改，依法查处"}
    with refused(Forbidden):
        desk.do(case, "transfer", office, **said)
    assert desk.do(case, "transfer", officer, **said).state == "transferred"


def test_a_major_hazard_needs_five_elements_and_a_named_supervisor(
    desk: Desk, town: SmallTown, office: Actor, officer: Actor
) -> None:
    desk.check(town.clerk_west, "lodging")
    case, clerk = desk.hazard("lodging"), actor_of(town.clerk_west)
    desk.do(case, "order", officer, document="责改1号", until=clock.today() + timedelta(days=9))
    with refused(Forbidden, "五要素"):
        desk.do(case, "begin", clerk)
    with refused(Forbidden, "五要素"):
        desk.do(case, "list", office, supervisor="周书记")
    with refused(Invalid):
        desk.do(case, "settle", clerk, **ELEMENTS | {"contingency": ""})
    desk.do(case, "settle", clerk, **ELEMENTS)
    with refused(Forbidden, "先挂牌督办"):
        desk.do(case, "begin", clerk)
    listed = desk.do(case, "list", office, supervisor="周书记")
    assert (listed.supervised, listed.attributes["supervisor"]) == (True, "周书记")
    assert desk.do(case, "begin", clerk).state == "rectifying"
    assert [one.pk for one in queries.major_hazards(reach_of(town.supervisor), 9)] == [case.pk]


def test_what_is_late_goes_onto_the_supervision_list(
    desk: Desk, town: SmallTown, office: Actor
) -> None:
    desk.check(town.clerk_west, "wiring")
    case = desk.hazard("wiring")
    desk.do(case, "tell", actor_of(town.clerk_west), told_to="王老板")
    with clock.at(clock.now() + timedelta(days=30)):
        worker.mind_clocks()
        line = History.objects.get(kind="case", record_id=case.pk, verb="lapsed")
        for _twice in range(2):
            supervise_late(line.pk)
        case.refresh_from_db()
        assert case.supervised
        assert History.objects.filter(record_id=case.pk, kind="case", verb="supervise").count() == 1
