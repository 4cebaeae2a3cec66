"""Files that came by the page: kept, imported by the worker, and then deleted.

A file holds the words and telephones of people, so it stays only as long as it is needed (PIPL
art. 19): what was imported is in the records, what was refused in the report.
"""

from collections.abc import Callable
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django_tasks import task

from jiedao.foundation.datasets.importers import Importer, importers
from jiedao.foundation.datasets.mapping import Mapping, as_stored
from jiedao.foundation.datasets.models import ImportUpload
from jiedao.foundation.datasets.runs import PERMISSION
from jiedao.foundation.staff.actions.common import require_in
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Refused
from jiedao.kernel.transactions import durable

State = ImportUpload.State


def take_in(
    town_id: int,
    importer: Importer,
    file: "File[Any]",
    mapping: Mapping,
    *,
    create_places: bool,
    actor: Actor,
) -> ImportUpload:
    """Keep the file and hand it to the worker; Invalid when the map does not fit it."""
    require_in(actor, PERMISSION, town_id)
    assert actor.id is not None
    importer.check(cast(BinaryIO, file.file), mapping)
    name = (file.name or _("未命名"))[-200:]
    # Stored before the transaction: nobody waits for somebody else's file.
    file.seek(0)
    path = default_storage.save(f"imports/{town_id}/upload", file)
    try:
        with durable():
            upload = ImportUpload.objects.create(
                town_id=town_id,
                kind=importer.key,
                path=path,
                file_name=name,
                mapping=as_stored(mapping),
                create_places=create_places,
                state=State.WAITING,
                account_id=actor.id,
                uploaded_at=clock.now(),
            )
            import_upload.enqueue(upload.pk)
    except BaseException:
        default_storage.delete(path)
        raise
    return upload


@task()
def import_upload(upload_id: int) -> None:
    """Import an uploaded file. Run again after its worker was killed, it goes on where it was."""
    upload = ImportUpload.objects.select_related("account").get(pk=upload_id)
    if upload.state in (State.DONE, State.REFUSED):
        return
    _set(upload, state=State.RUNNING)
    try:
        run = importers.get(upload.kind).run(
            upload.town_id,
            upload.file,
            Mapping.model_validate(upload.mapping),
            create_places=upload.create_places,
            say=lambda _title, total: _ticking(upload, total),
            file_name=upload.file_name,
            actor=actor_of(upload.account),
        )
    except Refused as refusal:
        _end(upload, state=State.REFUSED, fault=refusal.sentence)
    except Exception:
        # A fault of ours: the log tells it to the administrator, the page to the sender.
        fault = _("导入时出错，已停下；收下的行都在。请稍后再导入一次同一个文件，会从断点继续。")
        _end(upload, state=State.REFUSED, fault=fault)
        raise
    else:
        _end(upload, state=State.DONE, run=run)


_TOLD_EVERY = 500


def _ticking(upload: ImportUpload, total: int) -> Callable[[int], None]:
    """Writes down how far it is, now and then; nothing where the total is not known."""
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        before, done = done, done + count
        if total and (done >= total or done // _TOLD_EVERY > before // _TOLD_EVERY):
            _set(upload, done=min(done, total), total=total)

    return tick


def _end(upload: ImportUpload, **values: object) -> None:
    _set(upload, **values)
    default_storage.delete(upload.path)


def _set(upload: ImportUpload, **values: object) -> None:
    for name, value in values.items():
        setattr(upload, name, value)
    with durable():
        upload.save(update_fields=list(values))
