"""Where a record of some kind has its page: asked by notices and the audit page.

Upper floors enter theirs, so that this floor knows no case and no request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A kind of record in history: its title, and the address of one by its id.

    ``key`` is the kind as history writes it; ``url(record_id)`` may be "" for none; ``verbs``
    are the words for what is done to such a record, beyond those of ``wording.VERBS``; ``label`` is
    the model and its column by which people know a record (``(Unit, "name")``).
    """

    key: str
    titles: Title
    url: Callable[[int], str]
    verbs: Mapping[str, Title] = field(default_factory=dict)
    label: tuple[type[Model], str] | None = None


record_links: Slot[RecordLink] = Slot("record_links", RecordLink)


def record_url(kind: str, record_id: int) -> str:
    """The address of a record, or "" where nobody offers one."""
    link = record_links.find(kind)
    return link.url(record_id) if link else ""


def kind_title(kind: str) -> str:
    """The kind in the reader's language, or as it is written."""
    link = record_links.find(kind)
    return str(link.titles) if link else kind
