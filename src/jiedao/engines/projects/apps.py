"""Django's entry for ``jiedao.engines.projects``."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "jiedao.engines.projects"
    label = "projects"

    def ready(self) -> None:
        from jiedao.engines.projects import frame

        frame.enter()
