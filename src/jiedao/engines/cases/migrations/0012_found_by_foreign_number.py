"""A foreign number is looked for without its channel as well: on PostgreSQL that read every request
while the channel stood before it in the index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_subject")]
    operations = [
        migrations.RemoveConstraint(model_name="request", name="request_foreign_number"),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("foreign_number", ""), _negated=True),
                fields=("town", "foreign_number", "channel"),
                name="request_foreign_number",
            ),
        ),
    ]
