from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_first_contact_met"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="returned_at",
            field=models.DateTimeField(null=True),
        ),
    ]
