"""A whole report, read."""

from jiedao.engines.reports.reading.figures import statements
from jiedao.engines.reports.reading.model import Figure, Reading
from jiedao.engines.reports.reading.outline import outline


def read(text: str) -> Reading:
    """All figures and commitments of a report, in the order of the text. Never raises."""
    found = outline(text)
    figures = []
    for s in statements(found):
        figures.append(Figure(
            text[s.start:s.end], s.start, "", None, s.value, s.unit, s.qualifier,
            "target" if s.target else "rank" if s.measure == "rank" else "result", s.sentence.period))
    return Reading(figures, [])
