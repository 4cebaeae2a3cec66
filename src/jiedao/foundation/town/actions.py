"""Every write to a town's settings.

What runs keeps what it was given (deadlines, tracking codes); a new setting counts for what begins
after it. Old and new value stand in history: audit of important acts, GB/T 22239-2019, 8.1.4.3.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.foundation.staff.actions.common import require_in
from jiedao.foundation.town.checking import read_settings
from jiedao.foundation.town.wording import value_text
from jiedao.kernel import history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.choices import with_value
from jiedao.kernel.errors import Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.models import Town
from jiedao.kernel.transactions import within

TOWN: Final = "town"
SETTINGS_CHANGED: Final = "settings_changed"
PERMISSION: Final = "settings.edit"


def change_settings(town_id: int, values: Mapping[str, Any], *, actor: Actor) -> list[str]:
    """Give settings new values, by name (``limits.inner``); None goes back to the default.

    All or none: ``Invalid.errors`` has a sentence for each that cannot be. Returns the names of
    those that really changed.
    """
    require_in(actor, PERMISSION, town_id)
    wanted, faults = read_settings(town_id, values)
    if faults:
        name, sentence = next(iter(faults.items()))
        raise Invalid(_("“%(name)s”：%(sentence)s") % {"name": name, "sentence": sentence},
                      errors=faults)  # fmt: skip
    with within():
        town = Town.objects.select_for_update().get(pk=town_id)
        changes = {}
        for setting, value in wanted.items():
            old, new = setting.of(town.settings), setting.default if value is None else value
            if old == new:
                continue
            town.settings = with_value(
                town.settings, setting.path, None if value is None else setting.written(value)
            )
            changes[setting.name] = (
                value_text(setting, town_id, old),
                value_text(setting, town_id, new),
            )
        if changes:
            town.save(update_fields=["settings"])
            line = Line(TOWN, town_id, SETTINGS_CHANGED, changes=changes)
            history.record(town_id, [line], actor=actor)
            towns.touch(town_id)
    return list(changes)
