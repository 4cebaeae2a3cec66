"""Files of a case: rows of what ``foundation.files`` has checked and stored."""

from collections.abc import Sequence

from jiedao.engines.cases.models import Attachment, Case, Request
from jiedao.foundation.files.checking import Ready, Upload, prepare
from jiedao.foundation.files.models import StoredFile, columns_of, columns_of_stored


def attach(
    case: Case,
    uploads: Sequence[Upload],
    *,
    stage: str,
    request: Request | None = None,
    account_id: int | None = None,
    public: bool = False,
) -> list[Attachment]:
    """Check and store files on a case; all or none. At most nine photos at a time.

    Files are written before the rows: an interrupted upload leaves an unreferenced file,
    never a row without its file. Must run inside the caller's transaction.
    """
    return add(
        case,
        prepare(uploads),
        stage=stage,
        request=request,
        account_id=account_id,
        public=public,
    )


def add(
    case: Case,
    ready: Sequence[Ready],
    *,
    stage: str,
    request: Request | None = None,
    account_id: int | None = None,
    public: bool = False,
) -> list[Attachment]:
    """Put prepared files on a case, inside the caller's transaction.

    The place in a picture is kept where the check asks for it.
    """
    rows = [
        Attachment(
            town_id=case.town_id,
            case=case,
            request=request,
            stage=stage,
            account_id=account_id,
            public=public,
            **columns_of(one, from_picture=stage == Attachment.Stage.CHECK),
        )
        for one in ready
    ]
    return Attachment.objects.bulk_create(rows)


def take_over(case: Case, files: Sequence[StoredFile]) -> list[Attachment]:
    """Files of what the case was found by, as its report's; the bytes lie there already."""
    rows = [
        Attachment(
            town_id=case.town_id,
            case=case,
            stage=Attachment.Stage.REPORT,
            **columns_of_stored(one),
        )
        for one in files
    ]
    return Attachment.objects.bulk_create(rows)
