"""Django's entry for ``jiedao.foundation.staff``."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "jiedao.foundation.staff"
    label = "staff"

    def ready(self) -> None:
        from jiedao.foundation.staff import frame
        from jiedao.foundation.staff.signing import record

        frame.enter()
        record.connect()
