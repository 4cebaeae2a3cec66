"""The demo town's time: everything through the actions, in order, repeatable."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from jiedao.config.demo import loading, words
from jiedao.config.demo.arrivals import draw
from jiedao.config.demo.matters import matters
from jiedao.config.demo.simulate import Simulator
from jiedao.engines.cases.models import Case, Request
from jiedao.kernel import clock, history
from jiedao.kernel.models import Town
from tests.demo.tiny import tiny_plan

END = datetime(2026, 3, 20, 12, tzinfo=clock.TOWN_ZONE)


def silent(_title: str, _total: int) -> object:
    return lambda _count: None


@pytest.fixture
def tiny(transactional_db: None) -> Town:
    with clock.at(END - timedelta(days=30)):
        town = loading.make_town("tiny", {"demo": True})
        loading.load(town, tiny_plan(), silent)  # type: ignore[arg-type]
    return town


def simulator(town: Town, count: int, seed: int = 7) -> Simulator:
    return Simulator(
        town.pk, seed=seed, start=END - timedelta(days=14), end=END, count=count, batch="t"
    )


def test_a_fortnight_goes_through_the_actions_and_its_history_tells_every_state(
    tiny: Town,
) -> None:
    run = simulator(tiny, 60)
    assert run.run() == 60
    assert run.refused < 6
    cases = list(Case.objects.filter(town=tiny))
    assert Request.objects.filter(town=tiny).count() == 60
    assert {"archived", "closed"} & {case.state for case in cases}
    for case in cases:
        lines = history.timeline(tiny.pk, "case", case.pk)
        changes = [line.changes["state"] for line in lines if "state" in line.changes]
        assert [old for old, _new in changes[1:]] == [new for _old, new in changes[:-1]]
        assert not changes or changes[-1][1] == case.state
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert all(line.at <= END for line in lines)


def test_a_run_that_was_broken_off_goes_on_and_doubles_nothing(tiny: Town) -> None:
    first = simulator(tiny, 30)
    first.end = END - timedelta(days=7)
    first.run()
    begun = Request.objects.count()
    assert 0 < begun < 30
    simulator(tiny, 30).run()
    assert Request.objects.count() == 30


def test_the_same_seed_draws_the_same_year() -> None:
    def year(seed: int) -> list[object]:
        rng = random.Random(seed)
        return draw(rng, matters(), 100, END - timedelta(days=365), END, 500)  # type: ignore[return-value]

    assert year(3) == year(3)
    assert year(3) != year(4)
    moments = [arrival.at for arrival in year(3)]  # type: ignore[attr-defined]
    assert moments == sorted(moments)
    assert len(moments) == 500


def test_a_year_of_texts_does_not_read_like_one_letter_copied() -> None:
    rng = random.Random(5)
    spots = [words.Spot(f"海棠路{n}号", "望海社区") for n in range(400)]
    texts = [
        words.compose(rng, rng.choice(matters()), rng.choice(spots), channel, END)
        for channel in ("public_page", "hotline_12345", "snap", "grid", "district_platform")
        for _n in range(1000)
    ]
    copies = sum(n - 1 for n in Counter(texts).values())
    assert copies / len(texts) < 0.01


def test_every_matter_names_a_unit_of_the_town_and_has_phrases_and_words() -> None:
    units = {unit.code for unit in tiny_plan().units} | {"community"}
    for matter in matters():
        assert matter.lead in units
        assert not matter.co or matter.co in units
        assert matter.phrases
        assert matter.keywords
        assert matter.limits
    assert len({matter.name for matter in matters()}) == len(matters())
