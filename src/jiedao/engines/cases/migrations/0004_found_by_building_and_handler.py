"""Cases are found by their building and by the name of their handler, closed ones as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_closed_elsewhere")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("building__isnull", False)),
                fields=["town", "building", "reported_at", "id"],
                name="case_building",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("handler__isnull", False)),
                fields=["handler", "id"],
                name="case_handler",
            ),
        ),
    ]
