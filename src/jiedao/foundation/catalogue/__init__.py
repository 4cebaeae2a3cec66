"""Matters, who answers for them, in what time: in editions, with rules that suggest an item."""
