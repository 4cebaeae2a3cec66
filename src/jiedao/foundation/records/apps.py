"""Django's entry for ``jiedao.foundation.records``."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "jiedao.foundation.records"
    label = "records"

    def ready(self) -> None:
        from jiedao.foundation.records import checks, frame
        from jiedao.kernel import registry

        registry.on_close(checks.check_all)
        registry.on_close(frame.enter)
