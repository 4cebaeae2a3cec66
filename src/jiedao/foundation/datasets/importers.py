"""What can be imported from a page: each kind of record enters its importer from its own floor."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jiedao.foundation.datasets.mapping import Mapping
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.sheets.files import Source
from jiedao.kernel.actors import Actor
from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title

Say = Callable[[str, int], Callable[[int], None]]
"""Begins a progress (title, total; 0 where it is not known) and returns what each step calls."""


def silent(_title: str, _total: int) -> Callable[[int], None]:
    """Tells nobody."""
    return lambda _count: None


class Run(Protocol):
    """Import a whole file; ``say`` is told of the reading, of what is made first, and of each
    batch of rows."""

    def __call__(
        self,
        town_id: int,
        file: Path,
        mapping: Mapping,
        *,
        create_places: bool = False,
        say: Say = silent,
        file_name: str = "",
        actor: Actor,
    ) -> ImportRun: ...


@dataclass(frozen=True)
class Importer:
    """A kind of record that files can bring.

    ``ready`` lists the ready maps as (name, title), ``read`` gives one of them, ``parse`` reads
    somebody's own; both raise Invalid. ``check`` refuses a map that does not fit a file.
    """

    key: str
    titles: Title
    ready: Callable[[], list[tuple[str, str]]]
    read: Callable[[str], Mapping]
    parse: Callable[[str], Mapping]
    check: Callable[[Source, Mapping], None]
    run: Run


importers: Slot[Importer] = Slot("datasets.importers", Importer)
