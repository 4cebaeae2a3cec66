"""Django's entry for ``jiedao.foundation.staff``."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "jiedao.foundation.staff"
    label = "staff"

    def ready(self) -> None:
        from jiedao.foundation.parties import rotation
        from jiedao.foundation.staff import frame
        from jiedao.foundation.staff.signing import record, seeds

        frame.enter()
        record.connect()
        rotation.secrets.add(seeds.SECRETS, declared_by=__name__)
