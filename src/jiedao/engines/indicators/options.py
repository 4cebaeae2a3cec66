"""What kinds of facts may ask of the engine, and the words that facts share."""

from dataclasses import dataclass

from jiedao.kernel.attributes import Options


@dataclass(frozen=True, slots=True)
class FactOptions:
    """``figure``: such a fact is nothing without a value or a rank (an honour is)."""

    figure: bool = True


class Scope(Options):
    """Among whom a rank was given."""

    DISTRICT = "district", "全区", "District"
    CITY = "city", "全市", "City"
    PROVINCE = "province", "全省", "Province"
    NATION = "nation", "全国", "Nation"
