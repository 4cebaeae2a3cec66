"""The check of replies, held against 200 replies that were read and labelled by hand.

The labels (``benchmarks/labels/replies.csv``: id, good, evasive; no text) follow
``docs/reply-guide.md``. One hundred were drawn from replies of fewer than 150 characters, where poor
ones are, one hundred from the others; shares of the labelled are therefore not shares of all.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining.evaluating.files import file_in, read_csv, read_sheet
from jiedao.engines.mining.replying import check
from jiedao.engines.mining.replying.signs import signs_of
from jiedao.kernel.errors import Invalid

SEED: Final = 0
FOLDS: Final = 5
SHORT_HALF: Final = 150
"""Characters, blanks left out: below it the first hundred were drawn."""
LABELS: Final = Path("benchmarks/labels/replies.csv")
_ID, _ASKED, _REPLY = "留言编号", "留言详情", "答复意见"


def evaluate(path: Path) -> dict[str, Any]:
    """Balanced accuracy of the check against the labels; ``path``: the file or its folder.

    ``rules``: a reply is told to be poor where one of the grave findings holds. They were written
    by somebody who had read the labelled replies, so they may suit them a little too well;
    ``fitted`` is therefore told besides: a logistic model on the same signs, each fold told by the
    other four. ``among_short``: the same among the labelled replies below 150 characters alone. Nearly
    all poor ones are there, so that over all of them length alone tells much by the drawing itself.
    Raises Invalid where the labels are not here.
    """
    if not LABELS.exists():
        raise Invalid(f"没有 {LABELS}，请在仓库的根目录运行。 Run it in the repository's root.")
    rows = {str(row[_ID]): row for row in read_sheet(file_in(path, "replies.xlsx"))}
    labels = [row for row in read_csv(LABELS, ("id", "good", "evasive")) if row["id"] in rows]
    if not labels:
        raise Invalid("标注过的答复都不在这份文件里。 None of the labelled replies is in it.")
    begun = time.perf_counter()
    asked = [_both(rows[row["id"]]) for row in labels]
    poor = np.array([row["good"] == "no" for row in labels])
    evasive = np.array([row["evasive"] == "yes" for row in labels])
    found = [{one.code: one.grave for one in check(*pair)} for pair in asked]
    rules = np.array([any(codes.values()) for codes in found])
    fitted = _fitted(_signs(asked), poor)
    length = _fitted(_signs(asked)[:, :1], poor)
    short = np.array([len("".join(reply.split())) < SHORT_HALF for _, reply in asked])
    return {
        "replies": len(rows),
        "labelled": len(labels),
        "poor": int(poor.sum()),
        "evasive": int(evasive.sum()),
        "balanced_accuracy": {
            "rules": _balanced(poor, rules),
            "fitted": _balanced(poor, fitted),
        },
        "among_short": _among(short, poor, rules=rules, fitted=fitted, length_alone=length),
        "balanced_accuracy_evasive": {
            "rules": _balanced(
                evasive, np.array(["evasive" in codes or "short" in codes for codes in found])
            ),
            "length_alone": _balanced(evasive, _fitted(_signs(asked)[:, :1], evasive)),
        },
        "baselines": {
            "majority": 0.5,
            "length_alone": _balanced(poor, length),
        },
        "found_in_all": _shares(list(rows.values())),
        "seconds": round(time.perf_counter() - begun, 1),
    }


def _among(
    some: NDArray[np.bool_], poor: NDArray[np.bool_], **told: NDArray[np.bool_]
) -> dict[str, float]:
    """How many of some are labelled and poor, and the balanced accuracy of each way there."""
    counts = {"labelled": int(some.sum()), "poor": int(poor[some].sum())}
    return counts | {name: _balanced(poor[some], way[some]) for name, way in told.items()}


def _both(row: Mapping[str, object]) -> tuple[str, str]:
    return str(row[_ASKED] or ""), str(row[_REPLY] or "")


def _signs(asked: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """(replies, signs): the logarithm of the length first."""
    found = []
    for pair in asked:
        s = signs_of(*pair)
        found.append([
            np.log1p(s.said), s.taken_up, s.passed_on, s.soft, min(s.done, 5), s.law, s.date,
            s.contact,
        ])  # fmt: skip
    return np.array(found, np.float64)


def _fitted(signs: NDArray[np.float64], poor: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What a logistic model says of each fold that it has not seen."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    told: NDArray[np.bool_] = cross_val_predict(model, signs, poor, cv=parts)
    return told


def _balanced(truth: NDArray[np.bool_], told: NDArray[np.bool_]) -> float:
    """The mean of the shares of poor and of good ones that were told as such."""
    return round(float((told[truth].mean() + (~told[~truth]).mean()) / 2), 4)


def _shares(rows: Sequence[Mapping[str, object]]) -> dict[str, float]:
    counts = Counter(one.code for row in rows for one in check(*_both(row)))
    return {code: round(count / len(rows), 4) for code, count in counts.most_common()}
