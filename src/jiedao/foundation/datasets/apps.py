"""Django's entry for ``jiedao.foundation.datasets``."""

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "jiedao.foundation.datasets"
    label = "datasets"

    def ready(self) -> None:
        from jiedao.foundation.datasets import frame

        frame.enter()
