"""Which indicator of the dictionary a statement is about.

The words around the number are weighed by how near they stand: beside it, between it and the
numbers around, at the head of its clause, in the clause before, in the rest of its own, earlier in the sentence, in the
topic sentence, in the heading. A pattern counts if
all its terms are met; the unit must be one the indicator can have. Where no pattern is met, the
likeness of the clause to the names decides.
"""

import re
from dataclasses import dataclass

from jiedao.engines.reports.reading import units
from jiedao.engines.reports.reading.dictionary import Entry, Pattern, Spots, bigrams, dictionary
from jiedao.engines.reports.reading.figures import Statement
from jiedao.engines.reports.reading.outline import Outline

_WEIGHTS = (1.2, 1.0, 0.6, 0.6, 0.5, 0.4, 0.4, 0.25)
#: The zones of its own clause: one word at least must stand there …
_OWN = (0, 1, 2, 4)
_OWN_LISTED = (0, 1, 4)
#: … but a rate, a rank or a growth often has its subject in a clause before.
_DEPENDENT = ("rank", "growth", "ratio", "streak")
_BESIDE = 9
_FURTHER = 0.4
#: “全年纳管……40万平方米”: a clause that names no subject.
_ELLIPTIC = re.compile(r"(?:全年|年内|累计|合计|共计|共|总计)[\u4e00-\u9fff]{0,3}")
_VERB = 4
"""In a table's cell for numbers so few characters name nothing (“不少于12场”, “完成60个”)."""
_ENOUGH = 0.5
_ALIKE = 0.7
#: Below these few words speak for a link, or words that many indicators have; a rate, a rank or a
#: growth has most of its words further off. Measured: with three in ten indicators taken out of the
#: dictionary, what is linked instead is uncertain six times of ten, what is linked rightly once of
#: fifteen.
_SURE = 1.5
_SURE_DEPENDENT = 1.1
#: … and if another indicator comes as near as this, either may be meant.
_CLOSE = 0.9
_NAMED = 0.5

_BETWEEN = {
    frozenset(("events", "things")): 0.75,
    frozenset(("visits", "things")): 0.6,
    frozenset(("visits", "events")): 0.6,
    frozenset(("persons", "person_times")): 0.55,
    frozenset(("persons", "things")): 0.5,
    frozenset(("households", "things")): 0.6,
    frozenset(("person_times", "things")): 0.4,
    frozenset(("person_times", "events")): 0.5,
    frozenset(("person_times", "visits")): 0.4,
    frozenset(("classes", "things")): 0.3,
    frozenset(("percent", "tenths")): 0.9,
    frozenset(("percent", "points")): 0.8,
    frozenset(("percent", "times")): 0.7,
}


@dataclass(frozen=True, slots=True)
class Link:
    """``certain``: enough words speak for it, and for no other as much; ``rivals`` are the keys that
    come as near."""

    entry: Entry
    score: float
    certain: bool
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linker:
    """Links the statements of one report."""

    found: Outline
    spots: Spots

    def link(self, statement: Statement) -> Link | None:
        """The indicator, or None if nothing is near enough."""
        words = bigrams(self._near_text(statement))
        scores = self._scores(statement, words)
        if not scores:
            alike = self._alike(statement, words)
            return Link(*alike, certain=False) if alike else None
        (best, score), *others = sorted(scores.items(), key=lambda each: -each[1])
        rivals = tuple(entry.key for entry, near in others if near > _CLOSE * score)
        sure = _SURE_DEPENDENT if statement.measure in _DEPENDENT else _SURE
        return Link(best, round(score, 2), score >= sure and not rivals, rivals)

    def _scores(self, statement: Statement, words: frozenset[str]) -> dict[Entry, float]:
        """The best weight of each indicator that is near enough."""
        zones = [self.spots.within(*span) for span in self._spans(statement)]
        own = frozenset().union(*(zones[i] for i in self._own(statement)))
        near = own.union(*zones) if self._leans(statement) else own
        found: dict[Entry, float] = {}
        for pattern in self._candidates(near):
            fit = _fit(statement, pattern.entry)
            if not fit or pattern.banned & zones[1] or (pattern.own and not pattern.own & own):
                continue
            weight = _weigh(pattern, zones, self.spots.dictionary.weights)
            if not weight:
                continue
            weight = fit * (weight + _NAMED * _likeness(words, pattern.entry))
            if weight > max(_ENOUGH, found.get(pattern.entry, 0.0)):
                found[pattern.entry] = weight
        return found

    def _candidates(self, words: frozenset[int]) -> dict[Pattern, None]:
        by_word = self.spots.dictionary.by_word
        return {pattern: None for word in sorted(words) for pattern in by_word.get(word, ())}

    def _alike(self, statement: Statement, words: frozenset[str]) -> tuple[Entry, float] | None:
        best, score = None, _ALIKE
        for entry in self.spots.dictionary.entries:
            likeness = _likeness(words, entry) * _fit(statement, entry)
            if likeness > score:
                best, score = entry, likeness
        return (best, round(score, 2)) if best else None

    def _near_text(self, statement: Statement) -> str:
        if statement.measure not in _DEPENDENT:
            return self.found.text[slice(*statement.near)]
        start, end = statement.clause.start, statement.clause.end
        return self.found.text[min(statement.start, start) : end]

    def _spans(self, statement: Statement) -> list[tuple[int, int]]:
        sentence, clause = statement.sentence, statement.clause
        before = [each for each in sentence.clauses if each.end <= clause.start]
        previous = (before[-1].start, before[-1].end) if before else (clause.start, clause.start)
        near, at = statement.near, statement.at
        return [
            (max(near[0], at[0] - _BESIDE), min(near[1], at[1] + _BESIDE)),
            near,
            (clause.start, min(statement.head, near[0])),
            previous,
            self._rest(statement),
            (sentence.start, clause.start),
            sentence.topic,
            sentence.heading,
        ]

    def _leans(self, statement: Statement) -> bool:
        """Whether the subject may stand in a clause before."""
        before = self.found.text[statement.clause.start : statement.at[0]]
        if statement.sentence.in_table and len(before) <= _VERB:
            return True
        return statement.measure in _DEPENDENT or bool(_ELLIPTIC.fullmatch(before))

    def _own(self, statement: Statement) -> tuple[int, ...]:
        """An item of a list has a name of its own; the head of the clause names the first."""
        listed = self.found.masked[statement.near[0] : statement.near[0] + 1] == "、"
        return _OWN_LISTED if listed else _OWN

    def _rest(self, statement: Statement) -> tuple[int, int]:
        """What follows in the clause; what a bracket opens there is about something else."""
        clause = statement.clause
        if statement.near[1] <= clause.start:
            return (clause.start, clause.end)
        left = max(statement.near[1], statement.at[0])
        inside = self.found.masked[left : left + 1] in ("(", "（")
        return (left, left if inside else clause.end)


def _likeness(words: frozenset[str], entry: Entry) -> float:
    return len(words & entry.bigrams) / max(3, len(entry.bigrams))


def _weigh(pattern: Pattern, zones: list[frozenset[int]], weights: tuple[float, ...]) -> float:
    """The weight of a pattern whose every term is met somewhere; 0 if one is not."""
    met: list[float] = []
    for term in pattern.terms:
        best = 0.0
        for zone, nearness in zip(zones, _WEIGHTS, strict=True):
            for word in term & zone:
                best = max(best, nearness * weights[word])
        if not best:
            return 0.0
        met.append(best)
    met.sort(reverse=True)
    return met[0] + _FURTHER * sum(met[1:])


def _fit(statement: Statement, entry: Entry) -> float:
    """How well measure and unit of a statement suit an indicator: 0 (not at all) to 1.1."""
    measure = statement.measure
    if measure == "streak":
        return 1.0 if entry.unit == statement.unit and entry.measure == "count" else 0.0
    if measure in ("rank", "growth", "ratio"):
        if entry.measure != measure:
            return 0.0
        if measure != "rank":
            return _near_units(statement.unit, entry)
        # A place in the district is none in the city, where either is said.
        return 1.0 if statement.unit in ("", entry.unit) else 0.8
    if entry.measure in ("rank", "growth", "ratio"):
        return 0.0
    return _near_units(statement.unit, entry)


def _near_units(unit: str, entry: Entry) -> float:
    if not unit:
        countable = entry.family in ("things", "events", "persons", "households")
        return 0.9 if countable and entry.measure != "other" else 0.0
    if unit.lstrip("百千万亿") == entry.unit.lstrip("百千万亿"):
        return 1.1
    mine = units.family(unit)
    if mine == entry.family:
        return 1.0
    return _BETWEEN.get(frozenset((mine, entry.family)), 0.0)


def linker(found: Outline) -> Linker:
    """A linker for a report; the words of the dictionary are looked for once."""
    return Linker(found, dictionary().spots(found.text))
