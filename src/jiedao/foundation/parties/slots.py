"""What upper floors say of people: which records they appear in, and so who may know of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jiedao.kernel.access import Reach
from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One line about a person: a request made, an enterprise led. ``url`` opens the record."""

    number: str
    title: str
    url: str
    at: datetime
    state: Title | str = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class PersonRecords:
    """One sort of records that people appear in.

    ``person_ids(reach)``: a queryset of one column, the ids of the people who appear in records
    the reader may see; ``records(reach, person_id, limit)``: these records, newest first.
    """

    key: str
    titles: Title
    person_ids: Callable[[Reach], QuerySet[Any, Any]]
    records: Callable[[Reach, int, int], Sequence[PersonRecord]]


person_records: Slot[PersonRecords] = Slot("person_records", PersonRecords)
