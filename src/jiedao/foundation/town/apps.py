"""Django's entry for ``jiedao.foundation.town``."""

from django.apps import AppConfig


class TownConfig(AppConfig):
    name = "jiedao.foundation.town"
    label = "town"

    def ready(self) -> None:
        from jiedao.foundation.town import frame

        frame.enter()
