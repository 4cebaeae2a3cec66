"""Every kind of case with a way of its own: its list, its entry form, and the form of every move.

Opened with the first value that each required attribute takes; those that only moves fill in are
left to them.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from pydantic.fields import FieldInfo

from jiedao.engines.cases import kinds
from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.models import Account, Role
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.attributes import Options
from jiedao.web.widgets import bare
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.engines.cases.desk import also

pytestmark = pytest.mark.parametrize("kind", [one.key for one in kinds.own_kinds()])


def clerk(town: SmallTown, kind: str) -> Account:
    """林调度, who may make every move of the kind."""
    rights = {"cases.see", "cases.report", *(m.permission for m in kinds.workflow_of(kind).moves)}
    Role.objects.create(town=town.town, key="conformance", name="样例岗位", scope="town",
                        permissions=sorted(rights), kinds=[kind])  # fmt: skip
    also(town, town.dispatcher, "centre", "conformance")
    return town.dispatcher


def value(info: FieldInfo) -> Any:
    """The first that a required attribute takes."""
    sort = bare(info.annotation)
    if isinstance(sort, type) and issubclass(sort, Options):
        return str(next(iter(sort)).value)
    if sort is date:
        return clock.today().isoformat()
    return 1 if sort in (int, float, Decimal) else "样例文字"


def opened(town: SmallTown, kind: str) -> Case:
    declared = kinds.kind_of(kind)
    assert declared is not None
    fields = declared.attributes.model_fields.items()
    facts = {name: value(info) for name, info in fields if info.is_required()}
    new = NewCase("样例事项", "staff", kind, attributes=facts, unit_id=town.units.centre.pk,
                  find_place=False)  # fmt: skip
    return open_case(town.id, new, actor=SYSTEM)


def test_list_board_and_entry(town: SmallTown, kind: str) -> None:
    case, client = opened(town, kind), browser(clerk(town, kind))
    assert case.number in body(client.get(reverse("cases:kind", args=[kind])))
    assert client.get(reverse("cases:kind_board", args=[kind])).status_code == 200
    form = body(client.get(reverse("cases:kind_new", args=[kind])))
    assert "<form" in form
    hidden = kinds.by_moves_of(kind)
    assert not [name for name in hidden if f'name="{name}"' in form]


def test_every_move_has_its_form_in_every_state(town: SmallTown, kind: str) -> None:
    case, client = opened(town, kind), browser(clerk(town, kind))
    workflow = kinds.workflow_of(kind)
    for state in workflow.states:
        Case.objects.filter(pk=case.pk).update(state=state.key)
        assert client.get(reverse("cases:record", args=[case.number])).status_code == 200
        for move in workflow.moves:
            answer = client.get(f"/cases/{case.number}/moves/{move.key}/")
            offered = state.key in move.sources
            assert answer.status_code in ((200, 403, 409) if offered else (403, 409)), (
                state.key, move.key,
            )  # fmt: skip
            if answer.status_code == 200:
                assert "<form" in body(answer), move.key


def test_who_holds_no_post_finds_none(town: SmallTown, kind: str) -> None:
    case = opened(town, kind)
    for who in (town.nobody, town.stranger, town.admin):
        answer = browser(who).get(reverse("cases:record", args=[case.number]))
        assert answer.status_code in (403, 404), who.name
