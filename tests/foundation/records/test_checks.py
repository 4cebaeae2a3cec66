"""A kind with a mistaken declaration stops the start with a sentence that names file and field."""

from dataclasses import replace
from typing import Annotated, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, Field, create_model

from jiedao.applications.heritage_trees.kinds import KINDS, Grade
from jiedao.foundation.records import checks
from jiedao.foundation.records.checks import House, complaints
from jiedao.foundation.records.families import Family
from jiedao.foundation.things.family import REGISTER, Register
from jiedao.kernel import registry
from jiedao.kernel.attributes import Options, PersonRef, Ref, attribute
from jiedao.kernel.declarations import Kind, Move, NoData, State, Workflow
from jiedao.kernel.titles import Title

TREE = KINDS[0]
NAME = Title("树高", "Height")
KIND = Kind("shrub", "register", Title("灌木", "Shrub"), "trees", prefix="GM")
FILE = "applications/trees/kinds.py: shrub"


def house(*kinds: Kind, **families: Family) -> House:
    """A house of these kinds with the family of registers."""
    return House(
        kinds={kind.key: kind for kind in kinds},
        families={"register": REGISTER, **families},
        applications={"trees", "heritage_trees"},
        permissions={"records.edit", "trees.fell"},
    )


def faults(kind: Kind, *others: Kind) -> list[str]:
    return list(complaints(house(kind, *others)))


def with_field(name: str = "height", type_: Any = int, **facts: Any) -> Kind:
    """The kind with one attribute more."""
    given = {"titles": NAME} | facts
    titles = given.pop("titles")
    model = create_model("Shrub", __base__=BaseModel, __module__="jiedao.applications.trees.kinds",
                         **{name: (type_, attribute(titles, **given))})  # fmt: skip
    return replace(KIND, attributes=model)


def with_move(**changes: Any) -> Kind:
    move = Move("fell", NAME, ("there",), "gone", "trees.fell")
    states = (State("there", NAME), State("gone", NAME, open=False))
    flow = Workflow("life", NAME, states, (replace(move, **changes),), "there")
    return replace(KIND, workflow=flow)


class Untold(Options):
    HIGH = "high"


class Bare(BaseModel):
    reason: str = Field(title="原因")


class Versioned(BaseModel):
    version: int = attribute(NAME)


def test_what_is_right_starts() -> None:
    right = [
        TREE, KIND, with_field(filterable=True, total=True), with_move(),
        replace(KIND, options=Register(NAME)), replace(KIND, unique=("title",)),
        replace(KIND, without=("code",)), replace(KIND, prefix=""),
        with_field(type_=Grade, filterable=True), with_field(type_=list[Grade], filterable=True),
    ]  # fmt: skip
    assert [faults(kind) for kind in right] == [[] for _kind in right]
    assert faults(replace(KIND, about=("heritage_tree",)), TREE) == []
    checks.check_all()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (replace(KIND, family="zoo"), ".family: there is no family 'zoo'; there are case, register."),
        (replace(KIND, application="zoo"), "zoo/kinds.py: shrub.application: there is no application 'zoo'."),
        (replace(KIND, key="Shrub"), "Shrub: a key is 2 to 40 small letters"),
        (replace(KIND, key="suggest"), "suggest: a key is"),
        (replace(KIND, titles=Title("灌木", "")), ".titles: needs a Chinese and an English title."),
        (replace(KIND, name=Title("", "Name")), ".name: needs a Chinese and an English title."),
        (replace(KIND, options="deep"), ".options: the family 'register' takes an instance of Register, not str."),
        (replace(KIND, without=("colour",)), ".without: the family 'register' has no field 'colour'."),
        (replace(KIND, without=("day",)), ".without: no record can be without 'day'."),
        (replace(KIND, unique=("code", "colour")), ".unique: the kind has no field 'colour'."),
        (replace(KIND, unique=("title", "code"), without=("code",)), ".unique: the kind has no field 'code'."),
        (replace(KIND, about=("hedge",)), ".about: nobody declares a kind of record 'hedge'."),
        (replace(KIND, prefix="gm"), ".prefix: 'gm' is not 1 to 8 capital letters A to Z."),
        (replace(KIND, prefix="C"), ".prefix: 'C' begins the numbers of cases already."),
        (replace(KIND, key="s_2", prefix=""), "s_2.prefix: 'S2' is not 1 to 8 capital letters"),
        (with_field("Height"), ".Height: a field's name is at most 40 small letters"),
        (with_field("h" * 41), ": a field's name is at most 40 small letters"),
        (with_field("state"), ".state: every record of the family 'register' has a 'state' already."),
        (with_field("unit_id"), ".unit_id: every record of the family 'register' has a 'unit_id' already."),
        (with_field("capacity"), ".capacity: every record of the family 'register' has a 'capacity' already."),
        (with_field("cursor"), ".cursor: every record of the family 'register' has a 'cursor' already."),
        (with_field(titles=Title("树高", "")), ".height: needs a Chinese and an English title: attribute(Title(…, …))."),
        (replace(KIND, attributes=Bare), "shrub.reason: needs a Chinese and an English title"),
        (with_field(type_=Untold), ".height: the option 'high' needs a Chinese and an English title."),
        (with_field(type_=PersonRef), ".height: refers to 'person', which nobody offers."),
        (with_field(type_=dict[str, int]), ".height: no form can ask for a dict"),
        (with_field(type_=NoData), ".height: no form can ask for a model (NoData)."),
        (with_field(type_=list[str], filterable=True), ".height: cannot be filterable: a list has no value to look for."),
        (with_field(type_=str, filterable=True, widget="textarea"), ".height: cannot be filterable: a textarea has"),
        (with_field(type_=str, filterable=True, personal=True), ".height: is personal; what is filterable stands in clear"),
        (with_field(type_=str, total=True), ".height: only numbers have a total."),
        (with_move(permission="trees.burn"), ".fell: the permission 'trees.burn' is declared neither in permissions.py nor"),
        (with_move(data=Bare), "shrub.fell.reason: needs a Chinese and an English title"),
        (with_move(evidence=("proof",)), ".fell: evidence 'proof' is none of ['file', 'photo']."),
        (with_move(data=Versioned), "shrub.fell.version: every move carries a 'version' already."),
    ],
)  # fmt: skip
def test_a_mistake_is_named(kind: Kind, sentence: str) -> None:
    (said,) = faults(kind)
    assert sentence in said
    if sentence.startswith("."):
        assert said.startswith(FILE + sentence)


def test_spans_have_their_own_names() -> None:
    model = create_model("Shrub", __module__="jiedao.applications.trees.kinds",
                         height=(int, attribute(NAME)), height_from=(int, attribute(NAME)))  # fmt: skip
    (said,) = faults(replace(KIND, attributes=model))
    assert said == f"{FILE}.height_from: the API looks for a span of 'height' under this name."


def test_two_kinds_do_not_share_their_letters() -> None:
    (said,) = faults(KIND, replace(TREE, prefix="GM"))
    assert said == (
        "applications/heritage_trees/kinds.py: heritage_tree.prefix: 'GM' begins the numbers of"
        " the kind 'shrub' already."
    )


def test_a_reference_leads_to_a_generated_kind() -> None:
    near = with_field(type_=Annotated[int, Ref("record:heritage_tree")])
    assert faults(near, TREE) == []
    (said,) = faults(near)
    assert said == f"{FILE}.height: refers to 'record:heritage_tree', which nobody offers."


def test_the_family_has_its_say() -> None:
    strict = replace(REGISTER, check=lambda _kind: "is too tall.")
    found = list(complaints(replace(house(KIND), families={"register": strict})))
    assert found == [f"{FILE}: is too tall."]


def test_a_case_s_moves_need_a_right_as_well() -> None:
    case = replace(with_move(permission="cases.fly"), family="case")
    (said,) = faults(case)
    assert ".fell: the permission 'cases.fly'" in said


def test_the_start_stops_at_the_first_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.kinds._items, "shrub", replace(KIND, about=("hedge",)))
    with pytest.raises(ImproperlyConfigured, match=r"trees/kinds\.py: shrub\.application: there"):
        checks.check_all()
