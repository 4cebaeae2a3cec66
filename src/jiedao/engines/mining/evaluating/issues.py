"""Hot classes of matters in a file of messages: found, measured, and written."""

import csv
import resource
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from jiedao.engines.mining.evaluating.files import file_in, read_csv
from jiedao.engines.mining.evaluating.issue_files import read_messages
from jiedao.engines.mining.grouping.groups import Grouping
from jiedao.engines.mining.grouping.reports import Group, Report
from jiedao.engines.mining.matters.measures import growth_of, heat_of, weeks_of
from jiedao.kernel.errors import Invalid

SEED: Final = 0
CHECKED: Final = 50
_TOLD: Final = 5
_FEWEST: Final = 5
_PEOPLE: Final = 3
_LABELS: Final = Path("benchmarks/labels/hot_issue_members.csv")
_PLAIN_EPS, _PLAIN_LEAST = 0.6, 3


class Hot(NamedTuple):
    """A class with its heat when it was hottest, and its different people."""

    group: Group
    heat: float
    people: int
    first: datetime
    last: datetime


def hottest(reports: Sequence[Report], groups: Sequence[Group]) -> list[Hot]:
    """The classes of five reports and three people or more, the hottest first.

    A file has no present: each class is told at the moment when it was hottest, which is one at
    which a report came (``matters.measures.heat_of`` falls between).
    """
    by_id = {report.id: report for report in reports}
    found = []
    for group in groups:
        members = sorted((by_id[one] for one in group.ids), key=lambda one: one.at)
        people = len({one.person or str(one.id) for one in members})
        if len(members) < _FEWEST or people < _PEOPLE:
            continue
        heat = max(_heat_at(members[: at + 1]) for at in range(len(members)))
        found.append(Hot(group, heat, people, members[0].at, members[-1].at))
    return sorted(found, key=lambda one: (-one.heat, one.group.key))


def _heat_at(members: Sequence[Report]) -> float:
    """When the last of these came."""
    now, times = members[-1].at, [one.at for one in members]
    people = len({one.person or str(one.id) for one in members})
    growth = growth_of(weeks_of(times, now))
    return heat_of(times, people, sum(one.support for one in members), growth, now)


def evaluate(path: Path) -> dict[str, Any]:
    """What is found, and how good its memberships were by hand; ``path``: the file or its folder.

    Which messages four teams put into the two issues they agreed on is not in the file: how large
    their classes' overlap is with ours cannot be said here.
    """
    reports = read_messages(file_in(path, "hot_issues.xlsx"))
    begun = time.perf_counter()
    groups = Grouping.of(reports).groups
    seconds = time.perf_counter() - begun
    hot = hottest(reports, groups)
    return {
        "messages": len(reports),
        "classes": len(hot),
        "messages_in_classes": sum(len(one.group.ids) for one in hot),
        "hottest": [
            {
                "class": one.group.key,
                "title": one.group.title,
                "size": len(one.group.ids),
                "people": one.people,
                "heat": round(one.heat, 1),
                "days": (one.last - one.first).days,
                "likeness": round(float(np.mean(one.group.likeness)), 3),
            }
            for one in hot[:_TOLD]
        ],
        "likeness_to_centre": round(
            float(np.mean([value for one in hot for value in one.group.likeness])), 3
        ),
        "membership_by_hand": _by_hand(groups),
        "baseline_dbscan": _dbscan(reports),
        "seconds": round(seconds, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def find(file: Path, out: Path) -> int:
    """Write ``id,class,heat``, a line for each message that is in a class, the hottest class
    first and numbered 1; returns how many classes there are."""
    reports = read_messages(file)
    hot = hottest(reports, Grouping.of(reports).groups)
    with out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("id", "class", "heat"))
        for number, one in enumerate(hot, 1):
            writer.writerows((key, number, f"{one.heat:.2f}") for key in one.group.ids)
    return len(hot)


def drawn(hot: Sequence[Hot], size: int = CHECKED, seed: int = SEED) -> list[tuple[Hot, str]]:
    """Memberships for checking by hand: any of any class is as likely to be drawn."""
    every = [(one, str(key)) for one in hot for key in one.group.ids]
    chosen = np.random.default_rng(seed).permutation(len(every))[:size]
    return [every[at] for at in sorted(chosen)]


def _by_hand(groups: Sequence[Group]) -> dict[str, Any]:
    """Of the memberships checked by hand (id, another member of its class, right or not, in which
    round it was drawn) those that are still found, and the share that was right: of the last round,
    and of all rounds, each message once."""
    if not _LABELS.exists():
        return {"checked": 0, "note": f"{_LABELS} is not here"}
    class_of = {str(key): group.key for group in groups for key in group.ids}
    rows = read_csv(_LABELS, ("id", "beside", "right", "round"))
    last = max((row["round"] for row in rows), default="")
    found = {
        "last_round": _share_right([row for row in rows if row["round"] == last], class_of),
        "all_rounds": _share_right(list({row["id"]: row for row in rows}.values()), class_of),
    }
    if not found["all_rounds"]["still_found"]:
        raise Invalid("手工核对过的成员都不在这份文件里。 None of the checked members is in it.")
    return found


def _share_right(rows: Sequence[dict[str, str]], class_of: dict[str, int]) -> dict[str, Any]:
    kept = [
        row for row in rows
        if row["id"] in class_of and class_of[row["id"]] == class_of.get(row["beside"])
    ]  # fmt: skip
    right = sum(row["right"] == "yes" for row in kept)
    return {
        "checked": len(rows),
        "still_found": len(kept),
        "precision": round(right / len(kept), 3) if kept else None,
    }


def _dbscan(reports: Sequence[Report]) -> dict[str, Any]:
    """What a text-book would do: DBSCAN on the cosine of TF-IDF over characters' 2–3-grams."""
    from sklearn.cluster import DBSCAN
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), min_df=2).fit_transform(
        report.text for report in reports
    )
    found = DBSCAN(eps=_PLAIN_EPS, min_samples=_PLAIN_LEAST, metric="cosine").fit_predict(rows)
    sizes = np.bincount(found[found >= 0]) if (found >= 0).any() else np.empty(0, int)
    return {
        "classes": len(sizes),
        "messages_in_classes": int(sizes.sum()),
        "largest": [int(size) for size in np.sort(sizes)[::-1][:_TOLD]],
    }
