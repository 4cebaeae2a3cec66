"""Django's entry for ``jiedao.foundation.records``."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "jiedao.foundation.records"
    label = "records"
