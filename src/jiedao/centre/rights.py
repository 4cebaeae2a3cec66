"""The right of the command centre, by name."""

from typing import Final

SEE: Final = "centre.see"
"""To open the command centre; each panel asks for its own right besides."""
