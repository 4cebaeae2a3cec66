"""Django's entry for ``jiedao.foundation.parties``."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "jiedao.foundation.parties"
    label = "parties"

    def ready(self) -> None:
        from jiedao.foundation.parties import frame

        frame.enter()
