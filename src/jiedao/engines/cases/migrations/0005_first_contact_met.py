from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_found_by_building_and_handler"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="met",
            field=models.BooleanField(null=True),
        ),
    ]
