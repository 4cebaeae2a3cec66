"""The rights of the figures, by name."""

from typing import Final

SEE: Final = "indicators.see"
"""Figures of the whole town: counts, never a record."""
SIGN: Final = "indicators.sign"
"""To answer for a difference between what was counted and what others published."""
