"""A case says which record it is about; a kind of case may declare clocks of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_room_for_content_types")]
    operations = [
        migrations.AddField("case", "subject_kind", models.CharField(blank=True, max_length=40)),
        migrations.AddField("case", "subject_id", models.BigIntegerField(null=True)),
        migrations.AlterField("clock", "kind", models.CharField(max_length=16)),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(subject_id__isnull=False),
                fields=["town", "subject_kind", "subject_id", "reported_at", "id"],
                name="case_subject",
            ),
        ),
    ]
