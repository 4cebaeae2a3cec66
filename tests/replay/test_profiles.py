"""The profiles of real sub-districts: read, known to the house, and built in small."""

from pathlib import Path

import pytest

from jiedao.config.demo.settings import TOWNS
from jiedao.config.replay import building, facts
from jiedao.config.replay.profile import Population, Profile, read
from jiedao.engines.indicators.periods import Period
from jiedao.kernel import registry
from jiedao.kernel.errors import Invalid
from tests.replay.changing import unmoved
from tests.replay.making import paper_town, silent

PROFILES = ("songgang-2024h1", "matian-2024")
_FEW = 6


def profile(name: str) -> Profile:
    return read(TOWNS / f"{name}.toml")


@pytest.mark.parametrize("name", PROFILES)
def test_every_kind_and_figure_of_a_profile_is_declared(name: str) -> None:
    said = profile(name)
    assert facts.unknown(said) == []
    populations = [*said.records, *facts.populations(said)]
    assert [one.kind for one in populations if registry.kinds.find(one.kind) is None] == []


@pytest.mark.parametrize("name", PROFILES)
def test_names_are_given_once_and_before_they_are_used(name: str) -> None:
    named: set[str] = set()
    for one in profile(name).records:
        assert not one.about or one.about in named
        assert one.name not in named or not one.name
        named |= {one.name} - {""}


@pytest.mark.slow
@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_built_whole_with_few_of_each(transactional_db: None, name: str) -> None:
    said = profile(name)
    said.records = [_few(one) for one in said.records]
    done = building.replay("small", said, silent, plan=paper_town())
    assert set(done.counts) == {one.kind for one in said.records} | {
        "external_fact",
        "work_task",
    } | ({"honour"} if said.honours else set())
    assert done.waiting == []
    stayed, tried = unmoved(done.town.pk, Period(said.period.start, said.period.end))
    assert stayed == []
    assert tried >= len({one.kind for one in said.records}) / 2


def _few(one: Population) -> Population:
    ratings = {"dissatisfied": 1, "no_answer": 1} if one.ratings else {}
    return one.model_copy(update={"count": min(one.count, _FEW), "ratings": ratings})


def test_a_typing_error_is_named_with_its_place(tmp_path: Path) -> None:
    text = (TOWNS / "matian-2024.toml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text.replace("about = ", "abuot = ", 1), encoding="utf-8")
    with pytest.raises(Invalid, match=r"wrong\.toml.*records\.1\.abuot"):
        read(wrong)
    wrong.write_text("title = ", encoding="utf-8")
    with pytest.raises(Invalid, match="TOML"):
        read(wrong)
