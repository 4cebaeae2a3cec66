"""Django's entry for ``jiedao.foundation.search``."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "jiedao.foundation.search"
    label = "search"
