"""Pages of import runs."""
