"""Whoever keeps the catalogue, dispatches or supervises may see what is learned and suggested, in
towns that are there already as in new ones; the catalogue's owner also manages it."""

from typing import Any

from django.db import migrations

# As ``staff.roles`` suggests them for a new town.
_SEE = ("dispatcher", "leader", "supervisor")


def give(apps: Any, _editor: Any) -> None:
    for role in apps.get_model("staff", "Role").objects.all():
        owns = "catalogue.edit" in role.permissions
        given = ("mining.see", "mining.manage") if owns else ("mining.see",)
        if owns or role.key in _SEE:
            role.permissions = sorted({*role.permissions, *given})
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("mining", "0001_initial"), ("staff", "0005_rights_of_duty")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
