"""Whoever commands or supervises may read every room, in towns that are there already as in new ones."""

from typing import Any

from django.db import migrations

_COMMANDS = "incidents.command"
# As ``permissions`` and ``staff.roles`` suggest them for a new town.
_OVERSEES = ("supervisor", "duty_officer", "duty_leader")


def give(apps: Any, _editor: Any) -> None:
    for role in apps.get_model("staff", "Role").objects.all():
        if _COMMANDS in role.permissions or role.key in _OVERSEES:
            role.permissions = sorted({*role.permissions, "incidents.see"})
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("command", "0003_bulletins"), ("staff", "0005_rights_of_duty")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
