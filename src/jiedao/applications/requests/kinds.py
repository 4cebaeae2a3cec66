"""Two kinds of case: an ordinary request, and what somebody photographed in passing."""

from jiedao.engines.cases.workflow import LOOP
from jiedao.kernel.declarations import Kind, MapStyle
from jiedao.kernel.titles import Title

REQUEST, SNAP = "request", "snap"

KINDS = (
    Kind(
        REQUEST, "case", Title("民生诉求", "Request"), "requests",
        workflow=LOOP, icon="message-report",
    ),
    Kind(
        SNAP, "case", Title("随手拍", "Snap and report"), "requests",
        workflow=LOOP, icon="camera", map_style=MapStyle("square"),
    ),
)  # fmt: skip
