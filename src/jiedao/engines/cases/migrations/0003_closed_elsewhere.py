"""What another system closed before it came here owes no return visit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_text_index")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="closed_elsewhere",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="request",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("answered", "Answered"),
                    ("rated", "Rated"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("elsewhere", "Elsewhere"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
