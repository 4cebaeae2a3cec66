"""The life of an import run: begun or continued, driven batch by batch, finished with a report.

Rows in = created + known + rejected, at every moment. A batch, its counters and its cursor are
one durable transaction: what was counted is there, whatever is killed after it.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from jiedao.foundation.datasets import report
from jiedao.foundation.datasets.models import ImportRun, Rejection
from jiedao.foundation.sheets.faults import RowFault
from jiedao.foundation.sheets.files import Source, opened
from jiedao.foundation.staff.actions.common import require_in
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import durable

T = TypeVar("T")

RUN = "import_run"
PERMISSION = "datasets.import"
BATCH = 500
_COUNTERS = ("cursor", "rows", "created", "known", "changed", "held", "rejected")
_CHUNK = 1 << 20


@dataclass(slots=True)
class Outcome:
    """What became of a batch. A row with faults counts as rejected once, however many it has.

    ``changed`` are those of the known rows that changed a record. ``held`` rows are sound and
    were not taken, because others of the file are not; they count among the rejected.
    """

    created: int = 0
    known: int = 0
    changed: int = 0
    held: int = 0
    faults: list[RowFault] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len({fault.row for fault in self.faults}) + self.held

    @property
    def rows(self) -> int:
        return self.created + self.known + self.rejected


Handle = Callable[[Sequence[T]], Outcome]
"""Takes a batch of rows and does all of it inside the transaction it is called in."""


def sha256_of(source: Source) -> str:
    """The digest of a file's bytes, by which it is recognised when it comes again."""
    digest = hashlib.sha256()
    with opened(source) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def begin(
    town_id: int,
    kind: str,
    source: Source,
    *,
    file_name: str,
    mapping: dict[str, Any] | None = None,
    asked: bool = False,
    actor: Actor,
) -> ImportRun:
    """The run that this file's import was interrupted in (same town, kind, content and
    mapping), or a new one. ``mapping`` is JSON (``mapping.as_stored``). Needs the permission to
    import data, unless the caller has ``asked`` for a narrower one."""
    if not asked:
        require_in(actor, PERMISSION, town_id)
    refuse_beside_replayed(town_id)
    digest = sha256_of(source)
    with durable():
        unfinished = ImportRun.objects.filter(town_id=town_id, kind=kind, sha256=digest).exclude(
            status=ImportRun.Status.DONE
        )
        for run in unfinished.order_by("-id"):
            if run.mapping == (mapping or {}):
                ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.RUNNING)
                run.status = ImportRun.Status.RUNNING
                _record(run, "continued", actor=actor)
                return run
        run = ImportRun.objects.create(
            town_id=town_id,
            kind=kind,
            file_name=file_name[:200],
            sha256=digest,
            mapping=mapping or {},
            status=ImportRun.Status.RUNNING,
            account_id=actor.id if actor.is_staff else None,
            started_at=clock.now(),
        )
        _record(run, "started", actor=actor)
    return run


def refuse_beside_replayed(town_id: int) -> None:
    """Conflict in a town replayed: real records never stand beside simulated ones."""
    if towns.town(town_id).replayed:
        raise Conflict(
            _("这是重放的模拟街道，不能导入真实记录。请在另一个系统里建立自己的街道。"),
            code="replayed",
        )


def drive(
    run: ImportRun,
    rows: Iterable[T],
    handle: Handle[T],
    *,
    batch: int = BATCH,
    progress: Callable[[ImportRun], None] | None = None,
    actor: Actor,
) -> ImportRun:
    """Put all rows of the file through ``handle`` and finish the run.

    ``rows`` are those of the whole file: the ``run.cursor`` first ones, done before an
    interruption, are passed over. If ``handle`` raises, its batch is rolled back, the run is
    marked failed, and the next ``begin`` with the same file continues it. ``Conflict`` if
    another process is driving the same run.
    """
    go_through(run, rows, handle, batch=batch, progress=progress)
    return finish(run, actor=actor)


def go_through(
    run: ImportRun,
    rows: Iterable[T],
    handle: Handle[T],
    *,
    batch: int = BATCH,
    progress: Callable[[ImportRun], None] | None = None,
) -> None:
    """``drive`` without the end: for an import of several passes."""
    waiting = islice(iter(rows), run.cursor, None)
    try:
        while chunk := list(islice(waiting, batch)):
            _do_batch(run, chunk, handle)
            if progress is not None:
                progress(run)
    except Conflict:
        raise
    except Exception:
        ImportRun.objects.filter(pk=run.pk).update(status=ImportRun.Status.FAILED)
        raise


def restart(run: ImportRun) -> None:
    """Begin again with the first row, as after a pass that only looked at the rows."""
    with durable():
        run.rejections.all().delete()
        for name in _COUNTERS:
            setattr(run, name, 0)
        run.save(update_fields=_COUNTERS)


def summary(run: ImportRun) -> dict[str, Any]:
    """The counters and the report's path (None without rejections), as the command prints it."""
    return {
        "rows": run.rows,
        "created": run.created,
        "known": run.known,
        "rejected": run.rejected,
        "report": run.report.path if run.report else None,
    }


def _do_batch(run: ImportRun, chunk: Sequence[T], handle: Handle[T]) -> None:
    with durable():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.cursor != run.cursor or fresh.status != ImportRun.Status.RUNNING:
            raise Conflict(_("这个文件正由另一个进程导入。"), code="import_running")
        outcome = handle(chunk)
        if outcome.rows != len(chunk):
            raise RuntimeError(f"a batch of {len(chunk)} rows was accounted as {outcome.rows}")
        Rejection.objects.bulk_create(
            (
                Rejection(
                    run=run,
                    row=fault.row,
                    column=fault.column[:200],
                    value=fault.value,
                    sentence=fault.sentence[:300],
                )
                for fault in outcome.faults
            ),
            batch_size=500,
        )
        fresh.cursor += len(chunk)
        for name in _COUNTERS[1:]:
            setattr(fresh, name, getattr(fresh, name) + getattr(outcome, name))
        fresh.save(update_fields=_COUNTERS)
    # Only now: what was rolled back must not have counted.
    for name in _COUNTERS:
        setattr(run, name, getattr(fresh, name))


def finish(run: ImportRun, *, actor: Actor) -> ImportRun:
    """Write the report and close the run."""
    if run.rejected:
        report.attach(run)
    with durable():
        run.status = ImportRun.Status.DONE
        run.finished_at = clock.now()
        run.save(update_fields=["status", "finished_at", "report"])
        _record(run, "finished", actor=actor)
    return run


def _record(run: ImportRun, verb: str, *, actor: Actor) -> None:
    counters = {name: getattr(run, name) for name in ("rows", "created", "known", "rejected")}
    line = Line(RUN, run.pk, verb, data={"file": run.file_name, "kind": run.kind, **counters})
    history.record(run.town_id, [line], actor=actor)
