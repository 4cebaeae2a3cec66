"""Open work is counted within indexes that hold nothing else: the command centre asks every second."""

from django.db import migrations, models

PLACES = (("unit", "grid", "community"), ("grid", "unit", "community"))
REST = ("kind", "secret", "state", "due_at", "due_clock", "warn_at", "suspended_until", "id")


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_found_by_day")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["town", *places, *REST],
                name=f"case_open_{places[0]}",
            ),
        )
        for places in PLACES
    ]
