"""What a check on the spot must show: a photo of the finished work, with its place and time.

They are the photo's own; where a browser took them out of the file, the checker says them with
the move. Nothing else is asked of him: no check-in, no track.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.models import Attachment
from jiedao.engines.cases.work import Work
from jiedao.kernel.errors import Invalid

CAMERA_CLOCK = timedelta(minutes=5)
"""By how much a camera's clock, or a time said to the minute, may go wrong."""


def need_photo(work: Work, given: data.CheckPass) -> None:
    """Refuse without such a photo; place and time that were said are written onto it."""
    photos = list(
        Attachment.objects.filter(
            case=work.case,
            stage=Attachment.Stage.CHECK,
            kind=Attachment.Kind.PHOTO,
            added_at__gte=work.case.handled_at or work.case.reported_at,
        )
    )
    if not photos:
        raise Invalid(
            _("这个事项要现场核查：请上传现场照片后再通过。"),
            field="files",
            code="evidence_missing",
        )
    for photo in photos:
        _complete(photo, given)
    refusals = [_fault(work, photo) for photo in photos]
    if all(refusals):
        raise refusals[0] or AssertionError
    Attachment.objects.bulk_update(photos, ["lon", "lat", "taken_at"])


def _complete(photo: Attachment, given: data.CheckPass) -> None:
    """What the photo itself tells is not overwritten."""
    if photo.lon is None or photo.lat is None:
        photo.lon, photo.lat = given.longitude, given.latitude
    if photo.taken_at is None:
        photo.taken_at = given.taken_at


def _fault(work: Work, photo: Attachment) -> Invalid | None:
    if photo.lon is None or photo.lat is None:
        return Invalid(
            _("照片里没有位置，请在地图上标注拍摄位置。"), field="place", code="no_place"
        )
    if photo.taken_at is None:
        return Invalid(_("照片里没有时间，请填写拍摄时间。"), field="taken_at", code="no_time")
    done = work.case.handled_at or work.case.reported_at
    if not done - CAMERA_CLOCK <= photo.taken_at <= work.moment + CAMERA_CLOCK:
        return Invalid(
            _("现场核查的照片要在办结以后拍摄。"), field="taken_at", code="not_after_work"
        )
    return None
