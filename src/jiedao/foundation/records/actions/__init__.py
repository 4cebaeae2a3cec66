"""Every write of generated records. Pages, API, imports, worker and samples call these."""

from jiedao.foundation.records.actions.adding import Added, Draft, add, add_many, check_many
from jiedao.foundation.records.actions.attaching import attach
from jiedao.foundation.records.actions.changing import edit, make, make_move
from jiedao.foundation.records.actions.updating import Change, Changed, edit_many

__all__ = [
    "Added",
    "Change",
    "Changed",
    "Draft",
    "add",
    "add_many",
    "attach",
    "check_many",
    "edit",
    "edit_many",
    "make",
    "make_move",
]
