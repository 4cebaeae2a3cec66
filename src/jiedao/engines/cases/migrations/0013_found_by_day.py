"""What a day brought: the command centre counts what was dispatched and closed since midnight."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_found_by_foreign_number")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("dispatched_at__isnull", False)),
                fields=["town", "dispatched_at"],
                name="case_dispatched",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["town", "closed_at"],
                name="case_closed",
            ),
        ),
    ]
