"""Figures of public security, as plain functions of the kind's table."""

from jiedao.applications.security.kinds import AREA
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.formulas import count
from jiedao.kernel.titles import Title

INDICATORS = (
    Indicator("crime_key_areas_listed", Title("扫黑除恶集中整治重点区域数", "Key areas listed"),
              "个", AREA, "day", count(), sentence="集中整治重点区域{value}", dimensions=("field",)),
)  # fmt: skip
