"""Texts of the demo town: varied, placed by its map, in the manner of their channel."""

import random
from collections import Counter
from datetime import datetime

from jiedao.config.demo import moods, voices
from jiedao.config.demo.matters import classes, matters
from jiedao.kernel import clock

AT = datetime(2026, 3, 20, 9, 40, tzinfo=clock.TOWN_ZONE)
CHANNELS = ("public_page", "hotline_12345", "snap", "grid", "district_platform", "staff")


def year_of_texts(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    spots = [voices.Spot(f"海棠路{n}号", "望海社区") for n in range(400)]
    weights = [matter.weight for matter in matters()]
    return [
        voices.compose(
            rng, rng.choices(matters(), weights)[0], rng.choice(spots), rng.choice(CHANNELS), AT
        )
        for _n in range(count)
    ]


def test_a_year_of_texts_does_not_read_like_one_letter_copied() -> None:
    texts = year_of_texts(5, 12_000)
    copies = sum(n - 1 for n in Counter(texts).values())
    assert copies / len(texts) < 0.01
    # Nor with the address blotted out: people say the same thing in different words.
    blotted = Counter(text.partition("海棠路")[2][:24] for text in texts if "海棠路" in text)
    assert blotted.most_common(1)[0][1] / len(texts) < 0.02


def test_no_slot_is_left_open_and_no_text_is_empty_or_endless() -> None:
    for text in year_of_texts(6, 4000):
        assert "{" not in text
        assert "}" not in text
        assert 4 < len(text) < 260
        assert "，，" not in text
        assert "。。" not in text


def test_every_mood_of_the_classes_is_known() -> None:
    assert {kind.mood for kind in classes()} == set(moods.EFFECTS)


def test_no_text_holds_a_number_that_could_be_somebodys() -> None:
    for text in year_of_texts(8, 3000):
        digits = "".join(sign if sign.isdigit() else " " for sign in text).split()
        assert all(len(number) < 6 for number in digits)
