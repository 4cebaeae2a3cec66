"""For tests of an application's figures: a past half year of records, and what is counted of it.

Records come in as imports bring them, in the state that they already have, on the 25th of June 2024.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from jiedao.engines.cases.actions import NewCase, open_many
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import values_of
from jiedao.engines.mirror import source
from jiedao.foundation.records.actions import Draft, add_many
from jiedao.foundation.records.models import Record
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown

HALF = Period.parse("2024H1")
NOW = datetime(2024, 6, 25, 10, tzinfo=clock.TOWN_ZONE)


def records(
    town: SmallTown,
    kind: str,
    *rows: Mapping[str, Any],
    state: str = "",
    about: Record | None = None,
    **columns: Any,
) -> Record:
    """Records of a kind in a state, with columns that nobody is asked for; the last of them."""
    subject = None if about is None else (about.kind, about.pk)
    drafts = [Draft({"title": f"第{n}件"} | dict(row), subject, state, extra=columns)
              for n, row in enumerate(rows)]  # fmt: skip
    with clock.at(NOW):
        added = add_many(town.id, kind, drafts, actor=SYSTEM)
    assert [one.refusal for one in added] == [None] * len(rows)
    last = added[-1].record
    assert last is not None
    return last


def cases(
    town: SmallTown,
    kind: str,
    *facts: Mapping[str, Any],
    state: str = "",
    about: Record | None = None,
) -> None:
    """Cases of a kind, reported on the 1st of April and, with a state, closed on the 20th."""
    day = NOW.replace(month=4)
    with clock.at(NOW):
        open_many(
            town.id,
            [
                NewCase(
                    "幸福路1号", "staff", kind, attributes=dict(one), find_place=False, state=state,
                    received_at=day.replace(day=1), closed_at=day.replace(day=20) if state else None,
                    subject_kind=about.kind if about else "", subject_id=about.pk if about else None,
                )
                for one in facts
            ],
            actor=SYSTEM,
        )  # fmt: skip


def figures(town: SmallTown, keys: Iterable[str]) -> dict[str, float | None]:
    """The values of figures in the first half of 2024, to two digits."""
    source.fresh(town.id)
    found = values_of(keys, town_id=town.id, period=HALF)
    rounded = {key: groups[()].value for key, groups in found.items() if () in groups}
    return {key: None if value is None else round(value, 2) for key, value in rounded.items()}


def split(town: SmallTown, key: str, by: str) -> dict[Any, float | None]:
    """One figure by one of its dimensions."""
    source.fresh(town.id)
    found = values_of([key], town_id=town.id, period=HALF, by=(by,))[key]
    return {group[0]: one.value for group, one in found.items()}
