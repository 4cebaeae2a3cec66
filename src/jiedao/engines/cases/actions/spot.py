"""What a check on the spot must show: a photo of the finished work, with its place and time.

They are the photo's own; where a browser took them out of the file, the checker says them with
the move. Nothing else is asked of him: no check-in, no track.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.models import Attachment
from jiedao.engines.cases.wanted import Said, Want
from jiedao.engines.cases.work import Work

CAMERA_CLOCK = timedelta(minutes=5)
"""By how much a camera's clock, or a time said to the minute, may go wrong."""


WAY = "on_spot"
"""The catalogue's word for a check that is made there."""


def wanted(work: Work, said: Said) -> list[Want]:
    """What is missing of such a photo; of several one that tells everything is enough."""
    photos = _photos(work)
    if photos:
        return min((_missing(work, photo, said) for photo in photos), key=len)
    wants = [Want("files", _("这个事项要现场核查：请上传现场照片后再通过。"), "evidence_missing")]
    # Of a photo that is still to come nobody knows what it will tell.
    if not _place_is_said(said):
        sentence = _("照片没有自带位置的，请在地图上标注拍摄位置。")
        wants.append(Want("place", sentence, "no_place"))
    if not said.get("taken_at"):
        sentence = _("照片没有自带时间的，请填写拍摄时间。")
        wants.append(Want("taken_at", sentence, "no_time"))
    return wants


def complete(work: Work, given: data.CheckPass) -> None:
    """Write place and time that were said onto the photos; what these tell is not overwritten."""
    photos, told = _photos(work), _place_is_said(given.model_dump())
    for photo in photos:
        if told and _nowhere(photo):
            photo.lon, photo.lat = given.longitude, given.latitude
        photo.taken_at = photo.taken_at or given.taken_at
    Attachment.objects.bulk_update(photos, ["lon", "lat", "taken_at"])


def _photos(work: Work) -> list[Attachment]:
    rows = Attachment.objects.filter(
        case=work.case,
        stage=Attachment.Stage.CHECK,
        kind=Attachment.Kind.PHOTO,
        added_at__gte=work.case.handled_at or work.case.reported_at,
    )
    return list(rows.order_by("id"))


def _nowhere(photo: Attachment) -> bool:
    return photo.lon is None or photo.lat is None


def _place_is_said(said: Said) -> bool:
    return said.get("longitude") is not None and said.get("latitude") is not None


def _missing(work: Work, photo: Attachment, said: Said) -> list[Want]:
    wants: list[Want] = []
    if _nowhere(photo) and not _place_is_said(said):
        sentence = _("照片里没有位置，请在地图上标注拍摄位置。")
        wants.append(Want("place", sentence, "no_place"))
    taken = photo.taken_at or said.get("taken_at")
    if not taken:
        wants.append(Want("taken_at", _("照片里没有时间，请填写拍摄时间。"), "no_time"))
    # What was typed and is no time has its fault at its field already.
    elif isinstance(taken, datetime) and not _after_work(work, taken):
        sentence = _("现场核查的照片要在办结以后拍摄。")
        wants.append(Want("taken_at", sentence, "not_after_work"))
    return wants


def _after_work(work: Work, taken: datetime) -> bool:
    done = work.case.handled_at or work.case.reported_at
    return done - CAMERA_CLOCK <= taken <= work.moment + CAMERA_CLOCK
