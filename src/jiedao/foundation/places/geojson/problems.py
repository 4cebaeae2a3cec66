"""What an import found: sentences that name the feature and the place on the map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _


class Severity(StrEnum):
    """An error stops the import; a warning is only told."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``feature`` is the position in the collection counted from 0, -1 for the file as a whole;
    ``subject`` the name and code of the feature as far as they are known; ``lon`` and ``lat``
    (WGS-84) where to look.
    """

    code: str
    severity: Severity
    feature: int
    subject: str
    sentence: str
    lon: float | None = None
    lat: float | None = None


@dataclass(slots=True)
class Problems:
    """Collects problems; those whose code is in ``accept`` are told as warnings."""

    accept: frozenset[str] = frozenset()
    found: list[Problem] = field(default_factory=list)

    def error(self, code: str, feature: int, subject: str, sentence: str, **at: float) -> None:
        severity = Severity.WARNING if code in self.accept else Severity.ERROR
        self.found.append(Problem(code, severity, feature, subject, sentence, **at))

    def warning(self, code: str, feature: int, subject: str, sentence: str, **at: float) -> None:
        self.found.append(Problem(code, Severity.WARNING, feature, subject, sentence, **at))

    def of(self, severity: Severity) -> Iterator[Problem]:
        return (problem for problem in self.found if problem.severity is severity)

    def any_errors(self) -> bool:
        return any(True for _problem in self.of(Severity.ERROR))


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of an import.

    ``created``, ``changed`` and ``known`` count areas; all are 0 where ``loaded`` is False.
    ``counts`` maps level (and kind) to the number of features read.
    """

    loaded: bool
    features: int
    created: int
    changed: int
    known: int
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity is Severity.WARNING)

    def summary(self) -> str:
        """One sentence for the person who imported."""
        if not self.loaded:
            return _("共 %(features)d 个要素，有 %(errors)d 处错误，未导入任何内容。") % {
                "features": self.features,
                "errors": len(self.errors),
            }
        return _("新增 %(created)d 个区域，更新 %(changed)d 个，未变 %(known)d 个。") % {
            "created": self.created,
            "changed": self.changed,
            "known": self.known,
        }

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "loaded": self.loaded,
            "features": self.features,
            "created": self.created,
            "changed": self.changed,
            "known": self.known,
            "counts": dict(self.counts),
            "problems": [
                {
                    "code": one.code,
                    "severity": one.severity.value,
                    "feature": one.feature,
                    "subject": one.subject,
                    "sentence": one.sentence,
                    "longitude": one.lon,
                    "latitude": one.lat,
                }
                for one in self.problems
            ],
        }
