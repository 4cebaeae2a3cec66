"""Large files are imported by the worker: kept until then, continued when it was interrupted."""

from pathlib import Path
from typing import Any, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django_tasks import task

from jiedao.foundation.datasets.models import ImportRun
from jiedao.foundation.records.files.importing import Wish, begin, go_on
from jiedao.foundation.sheets.files import Source
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import Refused
from jiedao.kernel.transactions import durable

_FOLDER = "imports"


def keep(run: ImportRun, upload: Any) -> str:
    """Put an upload where the worker finds it; the name it is kept under."""
    suffix = Path(run.file_name).suffix[:8]
    upload.seek(0)
    return default_storage.save(f"{_FOLDER}/{run.town_id}/{run.sha256}{suffix}", File(upload))


def enqueue(run: ImportRun, name: str) -> None:
    """Leave the run to the worker."""
    with durable():
        import_kept.enqueue(run.pk, name)


@task()
def import_kept(run_id: int, name: str) -> int:
    """Import a file that was kept. Can be run again: the run goes on where it stopped.

    Rights are those that the account has now. A refusal ends the run as interrupted; the file
    is given up then, and a new upload of it continues.
    """
    run = ImportRun.objects.select_related("account").get(pk=run_id)
    if not default_storage.exists(name):
        return run.rows
    wish = Wish(run.mapping["partial"], run.mapping["update"])
    actor = actor_of(run.account, run.town_id) if isinstance(run.account, Account) else SYSTEM
    with default_storage.open(name, "rb") as file:
        source = cast(Source, file)
        try:
            opened = begin(
                run.town_id, run.kind, source, wish, file_name=run.file_name, actor=actor
            )
            rows = go_on(opened, source, wish, actor=actor).rows
        except Refused:
            ImportRun.objects.filter(pk=run_id).update(status=ImportRun.Status.FAILED)
            rows = run.rows
    default_storage.delete(name)
    return rows
