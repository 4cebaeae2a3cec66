"""Generated kinds: what is published of them is what they answer, whatever is sent."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.foundation.records.api import schemas
from jiedao.foundation.records.schema import schema_of
from tests.api.conftest import Api
from tests.api.test_records import AT, fig
from tests.cast import SmallTown

Staff = Callable[[str], Api]


def test_answers_have_the_published_form(town: SmallTown, staff: Staff) -> None:
    """Exactly: no field missing, none that is not published."""
    schema, caller = schema_of(TREE), staff("clerk_west")
    number = caller.post(AT, fig(age=320, unit=town.units.city.pk))["number"]
    caller.post(
        AT, {"title": "小树", "species": "松", "grade": "third", "area": town.places.west.pk}
    )
    forms = {
        schemas.record_form(schema): caller.get(f"{AT}/{number}"),
        schemas.page_form(schema): caller.get(AT),
    }
    for form, document in forms.items():
        assert form.model_validate(document).model_dump(mode="json") == document, form


def test_every_kind_has_its_own_types(town: SmallTown) -> None:
    document = Api().get("openapi.json")
    paths = document["paths"]
    at = f"/api/v1/{AT}"
    asked = {one["name"]: one["schema"] for one in paths[at]["get"]["parameters"]}
    assert set(asked) == {
        "state", "unit", "area", "about", "q", "species", "grade", "limit", "cursor",
    }  # fmt: skip
    assert asked["grade"]["items"]["enum"] == ["first", "second", "third"]
    sent = paths[at]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(sent["required"]) == {"title", "species", "grade"}
    assert "capacity" not in sent["properties"]
    assert sent["properties"]["title"]["title"] == "树名"
    changed = paths[f"{at}/{{number}}"]["patch"]["requestBody"]["content"]["application/json"]
    assert "required" not in changed["schema"]
    ended = paths[f"{at}/{{number}}/moves/end"]["post"]["requestBody"]["content"]
    assert set(ended["application/json"]["schema"]["properties"]) == {"reason", "version"}
    answered = document["components"]["schemas"]["HeritageTreeRecord"]["properties"]
    assert answered["species"]["anyOf"][0]["type"] == "string"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(
    st.sampled_from(["title", "code", "species", "grade", "age", "girth", "place", "day", "area",
                     "unit", "owner", "address", "about", "x"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
        max_leaves=5,
    ),
))  # fmt: skip
def test_no_document_breaks_it(town: SmallTown, body: dict[str, Any]) -> None:
    """Whatever is sent is taken or refused with a sentence; never is it the house's fault."""
    caller = Api(town.token(town.dispatcher))
    caller.post(AT, fig(**body))
    assert caller.status < 500


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["state", "unit", "area", "about", "q", "species", "grade", "limit", "cursor"]),
       st.text(max_size=30))  # fmt: skip
def test_no_address_breaks_it(town: SmallTown, name: str, word: str) -> None:
    caller = Api(town.token(town.dispatcher))
    caller.get(AT, **{name: word})
    assert caller.status < 500
