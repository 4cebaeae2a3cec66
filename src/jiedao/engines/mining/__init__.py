"""Request intelligence: what a text is about, whose it is, where, and what else is like it."""
