"""What a check on the spot must show: a photo of the finished work, with its place and time.

They are the photo's own; where a browser took them out of the file, the checker says them with
the move. A photo taken far from the case needs a word why, and the distance stays on the record.
Nothing else is asked of him: no check-in, no track.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.cases import move_data as data
from jiedao.engines.cases.models import Attachment
from jiedao.engines.cases.wanted import Said, Want
from jiedao.engines.cases.work import Work
from jiedao.foundation.places.geometry import metres_between
from jiedao.kernel import towns

CAMERA_CLOCK = timedelta(minutes=5)
"""By how much a camera's clock, or a time said to the minute, may go wrong."""


WAY = "on_spot"
"""The catalogue's word for a check that is made there."""

DEFAULT_FAR_M = 200
"""From how many metres on a word is asked (setting ``check_far_m``). Between tall buildings and
indoors a telephone errs by a hundred metres; twice that is another street. It is asked and not
refused, since the case's own position may be the wrong one."""


def wanted(work: Work, said: Said) -> list[Want]:
    """What is missing of such a photo; of several one that tells everything is enough."""
    photos = _photos(work)
    if photos:
        return min((_missing(work, photo, said) for photo in photos), key=len)
    wants = [Want("files", _("这个事项要现场核查：请上传现场照片后再通过。"), "evidence_missing")]
    # Of a photo that is still to come nobody knows what it will tell.
    if not _place_is_said(said):
        sentence = _("照片没有自带位置的，请在地图上标注拍摄位置。")
        wants.append(Want("place", sentence, "no_place", note=_("照片自带位置的可不标")))
    if not said.get("taken_at"):
        sentence = _("照片没有自带时间的，请填写拍摄时间。")
        wants.append(Want("taken_at", sentence, "no_time", note=_("照片自带时间的可不填")))
    return wants


def complete(work: Work, given: data.CheckPass) -> None:
    """Write place and time that were said onto the photos; what these tell is not overwritten."""
    photos, told = _photos(work), _place_is_said(given.model_dump())
    for photo in photos:
        if told and _nowhere(photo):
            photo.lon, photo.lat = given.longitude, given.latitude
        photo.taken_at = photo.taken_at or given.taken_at
    Attachment.objects.bulk_update(photos, ["lon", "lat", "taken_at"])


def metres_away(work: Work) -> int | None:
    """How far from the case the nearest photo of the check was taken; None where either has no
    position."""
    found = [_away(work, photo.lon, photo.lat) for photo in _photos(work)]
    return min((metres for metres in found if metres is not None), default=None)


def _away(work: Work, lon: float | None, lat: float | None) -> int | None:
    case = work.case
    if lon is None or lat is None or case.lon is None or case.lat is None:
        return None
    return round(metres_between(case.lon, case.lat, lon, lat))


def far_m(town_id: int) -> int:
    """From how many metres on a check's photo is taken to be far from its case."""
    return int(towns.setting(town_id, "check_far_m", DEFAULT_FAR_M))


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
    wants += _far(work, photo, said)
    taken = photo.taken_at or said.get("taken_at")
    if not taken:
        wants.append(Want("taken_at", _("照片里没有时间，请填写拍摄时间。"), "no_time"))
    # What was typed and is no time has its fault at its field already.
    elif isinstance(taken, datetime) and not _after_work(work, taken):
        sentence = _("现场核查的照片要在办结以后拍摄。")
        wants.append(Want("taken_at", sentence, "not_after_work"))
    return wants


def _far(work: Work, photo: Attachment, said: Said) -> list[Want]:
    here = (said.get("longitude"), said.get("latitude"))
    own = not _nowhere(photo)
    # A place that is still to be read from a faulty form has its fault at its field already.
    lon, lat = (photo.lon, photo.lat) if own else _point(here)
    away = _away(work, lon, lat)
    if away is None or away <= far_m(work.case.town_id) or said.get("far_reason"):
        return []
    sentence = _(
        "拍摄位置距事件约 %(metres)d 米，请核对位置；确是本事件现场的，请写明原因"
        "（如室内定位不准、事件位置标注有误）。"
    )
    return [Want("far_reason", sentence % {"metres": away}, "far_away")]


def _point(pair: tuple[Any, Any]) -> tuple[float | None, float | None]:
    lon, lat = pair
    if isinstance(lon, int | float) and isinstance(lat, int | float):
        return float(lon), float(lat)
    return None, None


def _after_work(work: Work, taken: datetime) -> bool:
    done = work.case.handled_at or work.case.reported_at
    return done - CAMERA_CLOCK <= taken <= work.moment + CAMERA_CLOCK
