"""Django's entry for ``jiedao.engines.activities``."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "jiedao.engines.activities"
    label = "activities"

    def ready(self) -> None:
        from jiedao.engines.activities import frame

        frame.enter()
