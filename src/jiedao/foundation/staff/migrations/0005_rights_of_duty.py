"""Whoever may see cases may see who is on duty, in towns that are there already as in new ones."""

from typing import Any

from django.db import migrations

# As ``staff.roles`` suggests them for a new town.
_READ = ("dispatcher", "leader", "supervisor")


def give(apps: Any, _editor: Any) -> None:
    for role in apps.get_model("staff", "Role").objects.all():
        if "cases.see" not in role.permissions:
            continue
        given = {"duty.see", *(("duty.read",) if role.key in _READ else ())}
        role.permissions = sorted({*role.permissions, *given})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_duty_roster")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
