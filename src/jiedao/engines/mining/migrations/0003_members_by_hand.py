"""A case that a person put into a class stays in it, whatever grouping says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mining", "0002_rights")]

    operations = [
        migrations.AddField(
            model_name="member", name="by_hand", field=models.BooleanField(default=False)
        ),
    ]
