"""What must be said beside all figures of a town: that its records are not all there yet."""

from collections.abc import Callable
from dataclasses import dataclass

from jiedao.kernel.registry import Slot


@dataclass(frozen=True, slots=True)
class Remark:
    """``of(town_id)`` is a sentence, or "" where there is nothing to say; it is asked at every
    opening of the figures, so it must be cheap."""

    key: str
    of: Callable[[int], str]


remarks: Slot[Remark] = Slot("figure_remarks", Remark)


def remarks_of(town_id: int) -> list[str]:
    """What there is to say."""
    return [sentence for one in remarks if (sentence := one.of(town_id))]
