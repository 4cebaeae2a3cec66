"""Django's entry for ``jiedao.engines.mirror``."""

from django.apps import AppConfig


class MirrorConfig(AppConfig):
    name = "jiedao.engines.mirror"
    label = "mirror"

    def ready(self) -> None:
        from jiedao.engines.mirror import frame

        frame.enter()
