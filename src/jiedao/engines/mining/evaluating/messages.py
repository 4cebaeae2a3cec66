"""Classifying citizens' messages: measured by five folds, or predicted for a file.

The file has the columns ``id``, ``text``, ``label``. Near-duplicates (cosine of TF-IDF over
characters' 2–3-grams of at least 0.6, and what is joined by them) lie in one fold. All that is
learned for a fold — columns, weights, calibration, the probability from which it is answered
without asking — is learned from the other four.
"""

import time
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jiedao.engines.mining import metrics
from jiedao.engines.mining.classifying import Classifier, calibration
from jiedao.engines.mining.classifying.parts import parts_of
from jiedao.engines.mining.evaluating.files import file_in, read_csv, write_predicted
from jiedao.engines.mining.texts.near import NEAR, near_groups
from jiedao.kernel.errors import Invalid

FOLDS: Final = 5
SEED: Final = 0
PRECISION: Final = 0.95
_DIGITS: Final = 4


def evaluate(path: Path) -> dict[str, Any]:
    """Every metric, with two baselines on the same folds; ``path`` is the file or its folder."""
    rows = read_csv(file_in(path, "labelled.csv"), ("id", "text", "label"))
    texts, truth = [row["text"] for row in rows], np.array([row["label"] for row in rows])
    begun = time.perf_counter()
    groups = near_groups(texts)
    labels = np.unique(truth)
    found = np.zeros((len(texts), len(labels)))
    alone, baseline = np.zeros(len(texts), bool), np.empty(len(texts), truth.dtype)
    majority = np.empty(len(texts), truth.dtype)
    for train, test in folds(groups):
        told = [texts[at] for at in train]
        model, least = learn(told, truth[train], groups[train])
        found[np.ix_(test, np.searchsorted(labels, model.labels))] = model.probabilities(
            [texts[at] for at in test]
        )
        alone[test] = found[test].max(axis=1) >= least
        baseline[test] = _plain(told, truth[train], [texts[at] for at in test])
        majority[test] = _most_frequent(truth[train])
    first = labels[found.argmax(axis=1)]
    right = first == truth
    return {
        "messages": len(texts),
        "groups_of_near_duplicates": len(np.unique(groups)),
        "near_duplicate_cosine": NEAR,
        "folds": FOLDS,
        "seed": SEED,
        "macro_f1": round(metrics.macro_f1(truth, first), _DIGITS),
        "macro_f1_of_folds": [
            round(metrics.macro_f1(truth[test], first[test]), _DIGITS)
            for _train, test in folds(groups)
        ],
        "accuracy": round(float(right.mean()), _DIGITS),
        "top_three": round(metrics.among_first(found, np.searchsorted(labels, truth), 3), _DIGITS),
        "f1": {
            str(label): round(value, _DIGITS)
            for label, value in metrics.f1_of_each(truth, first).items()
        },
        "expected_calibration_error": round(
            metrics.calibration_error(found.max(axis=1), right), _DIGITS
        ),
        "answered_alone": round(float(alone.mean()), _DIGITS),
        "precision_of_those": round(float(right[alone].mean()) if alone.any() else 0.0, _DIGITS),
        "baselines_macro_f1": {
            "majority": round(metrics.macro_f1(truth, majority), _DIGITS),
            "tfidf_char_1_3_linear_svm": round(metrics.macro_f1(truth, baseline), _DIGITS),
        },
        "seconds": round(time.perf_counter() - begun, 1),
    }


def folds(groups: NDArray[Any], parts: int = FOLDS) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    """Pairs of training and test rows; a group is never on both sides."""
    from sklearn.model_selection import GroupKFold

    if len(np.unique(groups)) < parts:
        raise Invalid(f"不同的文本少于 {parts} 条，无法测量。 Fewer than {parts} different texts.")
    return list(GroupKFold(parts, shuffle=True, random_state=SEED).split(groups, groups=groups))


def learn(texts: list[str], truth: NDArray[Any], groups: NDArray[Any]) -> tuple[Classifier, float]:
    """The classifier of a training side, and the probability from which it may answer alone at
    ``PRECISION``, both without a look at any other row."""
    model = Classifier.learn(texts, list(truth), seed=SEED)
    target = np.searchsorted(np.array(model.labels), truth)
    parts = parts_of(texts, target, len(model.labels))
    held_out = calibration.held_out(parts, target, groups, len(model.labels), None, SEED)
    given = calibration.probabilities(held_out, model.scale, model.offset)
    found, right = given.max(axis=1), given.argmax(axis=1) == target
    return model, metrics.least_for_precision(found, right, PRECISION, errors=1.0)


def _plain(texts: list[str], truth: NDArray[Any], asked: list[str]) -> NDArray[Any]:
    """What a text-book would do: TF-IDF over characters' 1–3-grams, a linear SVM."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    counted = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
    plain = make_pipeline(counted, LinearSVC(random_state=SEED)).fit(texts, truth)
    answers: NDArray[Any] = plain.predict(asked)
    return answers


def _most_frequent(truth: NDArray[Any]) -> Any:
    labels, counts = np.unique(truth, return_counts=True)
    return labels[counts.argmax()]


def predict(train: Path, test: Path, out: Path) -> int:
    """Learn from one file and write the three likeliest labels of each row of the other.

    ``train`` has ``id``, ``text``, ``label``, ``test`` the first two. Returns the rows written.
    """
    known = read_csv(train, ("text", "label"))
    asked = read_csv(test, ("id", "text"))
    known = [row for row in known if row["label"]]
    model = Classifier.learn(
        [row["text"] for row in known], [row["label"] for row in known], seed=SEED
    )
    ranked = model.suggest([row["text"] for row in asked])
    return write_predicted(
        out,
        (
            (row["id"], [(guess.label, guess.p) for guess in guesses])
            for row, guesses in zip(asked, ranked, strict=True)
        ),
    )
