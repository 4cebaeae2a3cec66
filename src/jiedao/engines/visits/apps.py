"""Django's entry for ``jiedao.engines.visits``."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "jiedao.engines.visits"
    label = "visits"

    def ready(self) -> None:
        from jiedao.engines.visits import frame

        frame.enter()
