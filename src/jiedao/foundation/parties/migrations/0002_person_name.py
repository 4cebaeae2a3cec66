"""People are found by their exact name, as by their telephone: by a keyed hash of it."""

from typing import Any

from django.db import migrations, models

_AT_ONCE = 500


def index_names(apps: Any, _editor: Any) -> None:
    """Names of people who are there already."""
    from jiedao.foundation.parties.identity import name_key
    from jiedao.foundation.parties.seal import blind_index, unseal

    person = apps.get_model("parties", "Person")
    rows = person.objects.exclude(name_sealed=None).exclude(data_key=None)
    batch = []
    for row in rows.only("id", "data_key", "name_sealed").iterator(_AT_ONCE):
        row.name_index = blind_index(name_key(unseal(row.data_key, row.name_sealed)))
        batch.append(row)
        if len(batch) == _AT_ONCE:
            person.objects.bulk_update(batch, ["name_index"])
            batch.clear()
    person.objects.bulk_update(batch, ["name_index"])


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="name_index",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(index_names, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("name_index", ""), _negated=True),
                fields=["town", "name_index"],
                name="person_name",
            ),
        ),
    ]
