"""Whoever dispatches, supervises or leads sees the classes of matters and works on them, in towns
that are there already as in new ones."""

from typing import Any

from django.db import migrations

# As ``staff.roles`` suggests them for a new town.
_ROLES = ("dispatcher", "leader", "supervisor")


def give(apps: Any, _editor: Any) -> None:
    for role in apps.get_model("staff", "Role").objects.filter(key__in=_ROLES):
        if "cases.see" not in role.permissions:
            continue
        role.permissions = sorted({*role.permissions, "mining.see", "mining.edit"})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("staff", "0005_rights_of_duty")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
