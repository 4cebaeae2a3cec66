"""Django's entry for ``jiedao.engines.indicators``."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "jiedao.engines.indicators"
    label = "indicators"

    def ready(self) -> None:
        from jiedao.engines.indicators import frame

        frame.enter()
