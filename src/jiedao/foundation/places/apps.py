"""Django's entry for ``jiedao.foundation.places``."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jiedao.foundation.places"
    label = "places"

    def ready(self) -> None:
        from jiedao.foundation.places import frame

        frame.enter()
