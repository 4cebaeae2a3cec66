"""Django's entry for ``jiedao.engines.cases``."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "jiedao.engines.cases"
    label = "cases"

    def ready(self) -> None:
        from jiedao.engines.cases import frame

        frame.enter()
