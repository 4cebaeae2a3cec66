"""The town itself: its settings, changed by page or command and kept on record."""
