from typing import Any

from django.db import migrations

# As ``staff.roles`` suggests them for a new town: a town that is there already gets the same for
# the roles it still has, with what its administrators made of them besides.
_SEE = ("records.see",)
_WORK = (*_SEE, "records.add", "records.edit")
_FILES = ("records.import", "records.export")
_GIVEN = {
    "dispatcher": (*_WORK, *_FILES),
    "handler": _WORK,
    "unit_lead": (*_WORK, *_FILES),
    "checker": _SEE,
    "caller": _SEE,
    "community_dispatcher": (*_WORK, *_FILES),
    "grid_worker": _WORK,
    "leader": (*_SEE, "records.export"),
    "arbiter": _SEE,
    "supervisor": _SEE,
    "reader": _SEE,
}


def give(apps: Any, _editor: Any) -> None:
    role_model = apps.get_model("staff", "Role")
    for role in role_model.objects.filter(key__in=_GIVEN):
        role.permissions = sorted({*role.permissions, *_GIVEN[role.key]})
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
