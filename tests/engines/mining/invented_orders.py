"""A small invented town: three offices by kind, one of which hands a kind over in March."""

import random
from datetime import datetime, timedelta

from jiedao.engines.mining.evaluating.order_columns import FEATURES

START = datetime.fromisoformat("2030-01-01 08:00:00")
COLUMNS = (
    "id", "REC_ID", "CREATE_TIME", "DISPOSE_UNIT_ID", "DISPOSE_UNIT_NAME", "OVERTIME_ARCHIVE_NUM",
    "INTIME_ARCHIVE_NUM", "INTIME_TO_ARCHIVE_NUM", "OPERATE_NUM", "REPORT_NUM", "OCCUR_PLACE", "DISTRICT_ID",
    *FEATURES.columns,
)  # fmt: skip
NAMES = {"1": "Parks", "2": "Roads", "3": "Water East", "4": "Water West", "5": "Lamps"}


def unit_of(kind: str, community: str, day: int) -> str:
    if kind == "leak":
        return "3" if community in {"a", "b"} else "4"
    if kind == "lamp":
        return "2" if day < 60 else "5"
    return {"tree": "1", "hole": "2"}[kind]


def orders(number: int, seed: int = 7) -> list[dict[str, str]]:
    """In order of time over 80 days; one in ten goes to another unit by chance."""
    dice = random.Random(seed)
    made = []
    for place in range(number):
        day = place * 80 // number
        kind, community = dice.choice(("leak", "lamp", "tree", "hole")), dice.choice("abcd")
        unit = unit_of(kind, community, day) if dice.random() < 0.9 else dice.choice("123")
        late = dice.random() < (0.6 if kind == "hole" else 0.05)
        made.append(
            dict.fromkeys(COLUMNS, "-")
            | {
                "id": str(place),
                "REC_ID": str(1000 + place),
                "CREATE_TIME": str(START + timedelta(days=day, minutes=place % 600)),
                "DISPOSE_UNIT_ID": unit,
                "DISPOSE_UNIT_NAME": NAMES[unit],
                "OVERTIME_ARCHIVE_NUM": str(int(late)),
                "INTIME_ARCHIVE_NUM": str(int(not late)),
                "EVENT_TYPE_ID": "works" if kind in {"lamp", "hole"} else "green",
                "MAIN_TYPE_ID": kind,
                "SUB_TYPE_ID": kind + dice.choice("12"),
                "STREET_ID": "north" if community in "ab" else "south",
                "COMMUNITY_ID": community,
                "EVENT_SRC_ID": dice.choice(("phone", "app")),
                "EVENT_PROPERTY_ID": "complaint",
            }
        )
    return sorted(made, key=lambda row: row["CREATE_TIME"])
