"""Every write of generated records. Pages, API, imports, worker and samples call these."""

from jiedao.foundation.records.actions.adding import Added, Draft, add, add_many, check_many
from jiedao.foundation.records.actions.changing import edit, make, make_move

__all__ = ["Added", "Draft", "add", "add_many", "check_many", "edit", "make", "make_move"]
