from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_text_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="met",
            field=models.BooleanField(null=True),
        ),
    ]
