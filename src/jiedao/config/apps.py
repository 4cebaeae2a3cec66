"""The last Django app: when it is ready, every application has spoken; the house is closed."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "jiedao.config"
    label = "config"

    def ready(self) -> None:
        from jiedao.config.demo import filling
        from jiedao.kernel import registry

        filling.enter()
        registry.close()
