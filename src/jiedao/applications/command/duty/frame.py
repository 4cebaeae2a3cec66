"""What duty enters into the frame: links from history and notices, the import of a roster."""

from django.urls import reverse

from jiedao.applications.command.duty import importing
from jiedao.applications.command.duty.actions import CALLOUT
from jiedao.foundation.datasets.importers import Importer, importers
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.kernel.titles import Title

_VERBS = {
    "called_out": Title("点名", "Called out"),
    "callout_received": Title("应答已收到", "Received"),
    "callout_set_out": Title("应答出发", "Set out"),
    "callout_arrived": Title("应答到达", "Arrived"),
    "callout_urged": Title("催促应答", "Urged"),
    "callout_closed": Title("结束点名", "Call-out ended"),
}


def enter() -> None:
    """Called once, when the application is ready."""
    record_links.add(
        RecordLink(
            CALLOUT,
            Title("点名调度", "Call-out"),
            lambda callout_id: reverse("command:callout", args=[callout_id]),
            verbs=_VERBS,
        ),
        declared_by=__name__,
    )
    importers.add(
        Importer(
            importing.KIND,
            Title("值班表", "Duty roster"),
            importing.ready_maps,
            importing.read_map,
            importing.parse_map,
            importing.check_file,
            importing.import_roster,
        ),
        declared_by=__name__,
    )
