"""What requesters had answered becomes their first return visits."""

from itertools import islice
from typing import Any

from django.db import migrations

ASPECTS = ("speed", "effect", "attitude", "feedback")


def keep_what_was_answered(apps: Any, _editor: Any) -> None:
    """The latest answer of each request, the only one that was stored until now."""
    request, visit = apps.get_model("cases", "Request"), apps.get_model("cases", "ReturnVisit")
    rows = request.objects.exclude(visited_at=None).order_by("id")
    kept = (
        visit(
            request=row,
            at=row.visited_at,
            satisfaction=row.satisfaction,
            demand=row.attributes.get("demand", ""),
            **{name: getattr(row, name) for name in ASPECTS},
        )
        for row in rows.iterator(chunk_size=1000)
    )
    while batch := list(islice(kept, 1000)):
        visit.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_return_visits")]
    operations = [migrations.RunPython(keep_what_was_answered, migrations.RunPython.noop)]
