"""Django's entry for ``jiedao.foundation.sheets``: it has no tables, but sentences to translate."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "jiedao.foundation.sheets"
    label = "sheets"
