"""A post keeps how its holder arranges screens."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_rights_over_records")]
    operations = [
        migrations.AddField("post", "screens", models.JSONField(default=dict)),
    ]
