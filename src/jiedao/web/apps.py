"""Django's entry for ``jiedao.web``."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "jiedao.web"
    label = "web"

    def ready(self) -> None:
        from jiedao.kernel import registry
        from jiedao.web.settings import SETTINGS

        registry.settings.add(SETTINGS, declared_by=SETTINGS.model.__module__)
