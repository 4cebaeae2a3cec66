"""The words under which places stand in history."""

AREA = "area"
"""The kind of record."""

MOVED = "moved"
"""A change of parent; its data tell the first day, so that earlier trees can be restored."""
