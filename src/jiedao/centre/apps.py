"""Django's entry for ``jiedao.centre``."""

from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "jiedao.centre"
    label = "centre"

    def ready(self) -> None:
        from jiedao.centre import frame

        frame.enter()
