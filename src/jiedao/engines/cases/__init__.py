"""The cases engine: something reported that must be accepted, dispatched, handled, checked,
closed in time, and called back."""
