"""The rights of the engine, by name."""

from typing import Final

SEE: Final = "mining.see"
"""Versions, scores, what is often mistaken: counts of the whole town; texts of cases only as far
as one sees the cases."""
MANAGE: Final = "mining.manage"
"""To learn now, and to go back to an older version."""
EDIT: Final = "mining.edit"
"""To work on classes of matters: open a root-cause case of one, write its playbook, say that it is
none, take a case out or in."""
