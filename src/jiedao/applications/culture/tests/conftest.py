"""Shorthands for civility findings of the small town."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.actions.filing import attach
from jiedao.engines.cases.models import Case
from jiedao.foundation.files.checking import Upload
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.errors import Refused
from tests.cast import SmallTown
from tests.engines.cases.desk import picture


@contextmanager
def refused(kind: type[Refused], words: str = "") -> Iterator[None]:
    """The block is refused with these words, and nothing of it stays."""
    with pytest.raises(kind) as info, transaction.atomic():
        yield
    assert words in info.value.sentence


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def go(town: SmallTown, case: Case, key: str, who: Account, **data: Any) -> Case:
    """Make a move as somebody."""
    return make_move(town.id, case.number, key, data, actor=actor_of(who))


def shown(case: Case, stage: str) -> None:
    """A picture of that stage."""
    attach(case, [Upload("p.jpg", picture())], stage=stage)
