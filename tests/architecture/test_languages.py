"""Every Chinese sentence of the product has its English, compiled."""

from pathlib import Path

import pytest

from jiedao.web import catalogs, messages

FOUND = {folder: ids for folder, ids in messages.collect().items() if ids}
CATALOG = Path("locale") / "en" / "LC_MESSAGES" / "django.po"


def name(folder: Path) -> str:
    return ".".join(folder.parts[-2:])


@pytest.mark.parametrize("folder", FOUND, ids=name)
def test_every_sentence_has_its_english(folder: Path) -> None:
    known = {entry.id for entry in catalogs.read(folder / CATALOG) if all(entry.texts)}
    assert sorted(FOUND[folder].keys() - known, key=str) == [], "write it: ./run messages"


@pytest.mark.parametrize("folder", FOUND, ids=name)
def test_what_is_compiled_is_what_is_written(folder: Path) -> None:
    path = folder / CATALOG
    written = catalogs.compiled(catalogs.read(path))
    assert path.with_suffix(".mo").read_bytes() == written, "compile it: ./run messages"
