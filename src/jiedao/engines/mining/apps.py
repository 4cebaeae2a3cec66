"""Django's entry for ``jiedao.engines.mining``."""

from django.apps import AppConfig


class MiningConfig(AppConfig):
    name = "jiedao.engines.mining"
    label = "mining"

    def ready(self) -> None:
        from jiedao.engines.mining import frame

        frame.enter()
