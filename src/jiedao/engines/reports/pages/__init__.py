"""The reports' pages: list, editor, reading, figures with their records, files."""
