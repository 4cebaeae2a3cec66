"""Photos and documents of records: put there with a step or by themselves, asked for by a move.

A move names in ``Move.evidence`` what must be shown before it may be made: ``PHOTO`` a picture,
``FILE`` a file of any sort. What is sent with the move counts, and what came before it.
"""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.files.checking import Ready
from jiedao.foundation.files.models import columns_of
from jiedao.foundation.records.models import Record, RecordFile
from jiedao.foundation.records.work import Work
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.kernel.titles import Title

FIELD: Final = "files"
"""Where forms ask for files and refusals speak of them."""
TITLE: Final = Title("照片、附件", "Photos, files")
PHOTO, FILE = "photo", "file"
WORDS: Final = {
    PHOTO: Title("照片", "a photo"),
    FILE: Title("附件", "a file"),
}


def files_of(record: Record) -> list[RecordFile]:
    """The files of a record, in the order in which they came."""
    rows = RecordFile.objects.filter(town_id=record.town_id, of_kind=record.kind, of_id=record.pk)
    return list(rows.order_by("id"))


def file_of(record: Record, file_id: int) -> RecordFile:
    """One file of a record; NotFound for any other's."""
    rows = RecordFile.objects.filter(town_id=record.town_id, of_kind=record.kind, of_id=record.pk)
    row = rows.filter(pk=file_id).first() if file_id < 2**53 else None
    if row is None:
        raise NotFound(_("没有这个附件。"), code="no_file")
    return row


def keep(
    record: Record, ready: Sequence[Ready], *, actor: Actor, step: str = ""
) -> list[RecordFile]:
    """Put checked files on a record, inside the caller's transaction, which says so in history."""
    if not ready:
        return []
    rows = [
        RecordFile(
            town_id=record.town_id,
            of_kind=record.kind,
            of_id=record.pk,
            step=step,
            account_id=actor.id if actor.is_staff else None,
            **columns_of(one),
        )
        for one in ready
    ]
    return RecordFile.objects.bulk_create(rows)


def missing(work: Work, move: Move) -> tuple[str, ...]:
    """What the move asks to be shown and nobody has shown yet; asks only where it asks."""
    if not move.evidence:
        return ()
    there = {row.kind for row in files_of(work.record)}
    return tuple(name for name in move.evidence if not (PHOTO in there if name == PHOTO else there))


def refuse_without(work: Work, move: Move) -> None:
    """Invalid at the field of the files where something that the move asks for is not shown."""
    for name in missing(work, move):
        raise Invalid(
            _("“%(move)s”要有%(what)s。") % {"move": move.titles, "what": WORDS[name]},
            field=FIELD,
            code="evidence",
        )
