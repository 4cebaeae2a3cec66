"""Django's entry for ``jiedao.foundation.workdays``."""

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "jiedao.foundation.workdays"
    label = "workdays"

    def ready(self) -> None:
        from jiedao.foundation.workdays import frame

        frame.enter()
