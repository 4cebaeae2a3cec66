"""What kinds of facts may ask of the engine, and the words that facts share."""

from dataclasses import dataclass

from jiedao.kernel.attributes import Options


class Stands(Options):
    """Whose word a fact is, beside what the records say."""

    OUTSIDE = "outside", "外部数据", "Outside figure"
    REPORTED = "reported", "曾报数", "Reported before"
    PLATFORM = "platform", "平台数", "Platform's figure"


@dataclass(frozen=True, slots=True)
class FactOptions:
    """``figure``: such a fact is nothing without a value or a rank (an honour is). ``stands``:
    whose word it is. ``figures``: keys of the indicators it may be of, one of which must be chosen;
    then the value is in the indicator's unit, and the period is of whole months."""

    figure: bool = True
    figures: tuple[str, ...] = ()
    stands: Stands = Stands.OUTSIDE
    told_apart: tuple[str, ...] = ()
    """Attributes by which facts of one figure and period may stand side by side."""


class Scope(Options):
    """Among whom a rank was given."""

    DISTRICT = "district", "全区", "District"
    CITY = "city", "全市", "City"
    PROVINCE = "province", "全省", "Province"
    NATION = "nation", "全国", "Nation"
