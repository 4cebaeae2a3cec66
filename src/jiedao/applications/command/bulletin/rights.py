"""The rights of bulletins, by name."""

from typing import Final

MAKE: Final = "command.make_bulletin"
RELEASE: Final = "command.release_bulletin"
SEE: Final = "cases.see"
CHECK: Final = "cases.handle"
"""Who may speak for a unit's line: whoever handles its cases."""
BULLETIN: Final = "bulletin"
"""As history calls it."""
