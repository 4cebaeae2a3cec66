"""Django's entry for ``jiedao.foundation.files``: it has no tables, but sentences to translate."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "jiedao.foundation.files"
    label = "files"
