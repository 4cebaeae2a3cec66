"""Django's entry for ``jiedao.engines.reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "jiedao.engines.reports"
    label = "reports"

    def ready(self) -> None:
        from jiedao.engines.reports import frame

        frame.enter()
