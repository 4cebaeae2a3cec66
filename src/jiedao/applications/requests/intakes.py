"""What the public may send in: a request in words, or a photo with its place."""

from jiedao.applications.requests.kinds import REQUEST, SNAP
from jiedao.kernel.declarations import PublicIntake
from jiedao.kernel.titles import Title

INTAKES = (
    PublicIntake(
        "request",
        REQUEST,
        Title("反映问题", "Report a problem"),
        Title("投诉、求助、建议、咨询", "Complaints, calls for help, advice, questions"),
        "message-report",
    ),
    PublicIntake(
        "snap",
        SNAP,
        Title("随手拍", "Snap and report"),
        Title("拍张照片，标出位置，就能上报", "A photo and a place are enough"),
        "camera",
        photo_first=True,
    ),
)
