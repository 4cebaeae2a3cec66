"""Django's entry for ``jiedao.engines.services``."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "jiedao.engines.services"
    label = "services"

    def ready(self) -> None:
        from jiedao.engines.services import frame

        frame.enter()
