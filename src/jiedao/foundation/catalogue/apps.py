"""Django's entry for ``jiedao.foundation.catalogue``."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "jiedao.foundation.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from jiedao.foundation.catalogue import frame

        frame.enter()
