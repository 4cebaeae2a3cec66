"""Excel and CSV for every generated kind: template, import, export."""

from jiedao.foundation.records.files.exporting import export_file
from jiedao.foundation.records.files.importing import import_records, summary

__all__ = ["export_file", "import_records", "summary"]
