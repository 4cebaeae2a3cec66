"""What a sub-district's work report says, as data: figures with their keys, and commitments.

``read(text)`` takes the text of a report, ``load(path)`` gets it out of a file (txt, docx, html).
Nothing here knows Django's models or a database; the words of the rules are those of official
Chinese in general, and ``dictionary.jsonl`` holds the indicators that figures are linked to.
"""

from jiedao.engines.reports.reading.loading import load
from jiedao.engines.reports.reading.model import Commitment, Figure, Reading
from jiedao.engines.reports.reading.report import is_cut_off, read

__all__ = ["Commitment", "Figure", "Reading", "is_cut_off", "load", "read"]
