"""Which unit really solves it, how long that takes, and how likely it ends late. No database."""
