"""Every Chinese sentence of the product has its English, compiled."""

from functools import cache
from pathlib import Path

import pytest

from jiedao.web import catalogs, messages

CATALOG = Path("locale") / "en" / "LC_MESSAGES" / "django.po"
SPEAKING = [folder for folder in messages.packages() if (folder / CATALOG).exists()]
EACH = pytest.mark.parametrize("folder", SPEAKING, ids=lambda folder: ".".join(folder.parts[-2:]))

# Every file is read for it: in the first test that asks, not whenever tests are gathered.
collected = cache(messages.collect)


def test_whoever_says_something_has_a_catalogue() -> None:
    assert [folder for folder, ids in collected().items() if ids] == SPEAKING, "./run messages"


@EACH
def test_every_sentence_has_its_english(folder: Path) -> None:
    known = {entry.id for entry in catalogs.read(folder / CATALOG) if all(entry.texts)}
    assert sorted(collected()[folder].keys() - known, key=str) == [], "write it: ./run messages"


@EACH
def test_what_is_compiled_is_what_is_written(folder: Path) -> None:
    path = folder / CATALOG
    written = catalogs.compiled(catalogs.read(path))
    assert path.with_suffix(".mo").read_bytes() == written, "compile it: ./run messages"
