"""An import from file to finished run: read the map, make what is missing, put the rows in."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from jiedao.engines.cases.actions.incoming import NewRequest, Receipt
from jiedao.engines.cases.actions.intake import report_many
from jiedao.engines.cases.importing import ground
from jiedao.engines.cases.importing.turning import FIELDS, Turner
from jiedao.foundation.datasets import mapping as maps
from jiedao.foundation.datasets import runs
from jiedao.foundation.datasets.binding import Binding, Record
from jiedao.foundation.datasets.importers import Say, silent
from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.datasets.runs import Outcome
from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.files import Source
from jiedao.foundation.sheets.readers import Row, open_table
from jiedao.foundation.staff.actions.common import require_in
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Invalid, Refused

MAPS = Path(__file__).parent / "maps"
KIND = "requests"


def ready_maps() -> list[str]:
    """Names of the maps that come with the product."""
    return sorted(path.stem for path in MAPS.glob("*.toml"))


def read_map(name: str) -> maps.Mapping:
    """A ready map by its name, or a MAP.toml by its path; Invalid says what is wrong with it."""
    path = MAPS / f"{name}.toml"
    if not path.exists():
        path = Path(name)
    if not path.is_file():
        raise Invalid(
            _("没有“%(name)s”这个对照表；现成的有：%(ready)s。")
            % {"name": name, "ready": "、".join(ready_maps())},
            code="no_map",
        )
    return _checked(maps.load_mapping(path))


def parse_map(toml: str) -> maps.Mapping:
    """Somebody's own map from its text; Invalid says what is wrong with it."""
    return _checked(maps.parse_mapping(toml))


def _checked(mapping: maps.Mapping) -> maps.Mapping:
    mapping.check_names(FIELDS, ground.TREES)
    return mapping


def titled_maps() -> list[tuple[str, str]]:
    """The ready maps by name and title."""
    return [(name, read_map(name).title) for name in ready_maps()]


def check_file(file: Source, mapping: maps.Mapping) -> None:
    """Invalid when the file is no table, or lacks columns that the map needs."""
    with open_table(file, mapping.columns(), sheet=mapping.sheet) as table:
        Binding(mapping, table.names, clock.now())


def import_requests(
    town_id: int,
    file: Path,
    mapping: maps.Mapping,
    *,
    create_places: bool = False,
    say: Say = silent,
    file_name: str = "",
    actor: Actor,
) -> ImportRun:
    """Import a file of requests; a second import of it creates nothing, an interrupted one
    continues. ``say`` is told of the reading, of what is made first, and of each batch;
    ``file_name`` is what its sender calls it."""
    moment = clock.now()
    require_in(actor, runs.PERMISSION, town_id)
    # Before the run begins: what cannot be imported must not leave one behind.
    with open_table(file, mapping.columns(), sheet=mapping.sheet) as table:
        binding = Binding(mapping, table.names, moment)
        wanted, total = _look_over(table.rows(), binding, say(_("读取文件"), 0))
    if create_places:
        tick = say(_("新建区域、单位和事项"), ground.STEPS)
        there = ground.make_missing(town_id, wanted, tick=tick, actor=actor)
    else:
        there = ground.known(town_id)
    run = runs.begin(
        town_id,
        KIND,
        file,
        file_name=file_name or file.name,
        mapping=maps.as_stored(mapping),
        actor=actor,
    )
    turner = Turner(there, mapping.kind, Datum(mapping.datum), moment)

    def handle(rows: Sequence[Row]) -> Outcome:
        records, faults = binding.read_all(rows)
        return _take(town_id, records, faults, turner, actor)

    tick = say(mapping.title, total)
    tick(run.cursor)
    with open_table(file, mapping.columns(), sheet=mapping.sheet) as table:
        return runs.drive(
            run,
            table.rows(),
            handle,
            progress=lambda _run: tick(runs.BATCH),
            actor=actor,
        )


def _look_over(
    rows: Iterable[Row], binding: Binding, tick: Callable[[int], None]
) -> tuple[ground.Wanted, int]:
    """One pass over the file: which areas, units and items it names, and how many rows it has."""
    wanted, total = ground.Wanted(), 0
    for row in rows:
        total += 1
        tick(1)
        record = binding.read(row)
        if isinstance(record, Record):
            wanted.note(record)
    return wanted, total


def _take(
    town_id: int, records: list[Record], faults: list[RowFault], turner: Turner, actor: Actor
) -> Outcome:
    outcome = Outcome(faults=list(faults))
    news: list[NewRequest] = []
    rows: list[int] = []
    for record in records:
        turned = turner.turn(record)
        if isinstance(turned, RowFault):
            outcome.faults.append(turned)
        else:
            news.append(turned)
            rows.append(record.row)
    for receipt in _report(town_id, news, rows, outcome, actor):
        outcome.known += receipt.known
        outcome.created += not receipt.known
    return outcome


def _report(
    town_id: int, news: list[NewRequest], rows: list[int], outcome: Outcome, actor: Actor
) -> list[Receipt]:
    """All at once; should one be refused after all, each by itself, so that only it is lost."""
    try:
        with transaction.atomic():
            return report_many(town_id, news, actor=actor)
    except Refused:
        return [
            receipt
            for row, new in zip(rows, news, strict=True)
            if (receipt := _report_one(town_id, new, row, outcome, actor)) is not None
        ]


def _report_one(
    town_id: int, new: NewRequest, row: int, outcome: Outcome, actor: Actor
) -> Receipt | None:
    try:
        with transaction.atomic():
            return report_many(town_id, [new], actor=actor)[0]
    except Refused as refusal:
        field = refusal.field or ""
        raw = str(getattr(new, field, ""))[:200] if field else ""
        outcome.faults.append(RowFault(row, field, raw, refusal.sentence))
        return None
