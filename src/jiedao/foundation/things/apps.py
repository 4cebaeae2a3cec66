"""Django's entry for ``jiedao.foundation.things``."""

from django.apps import AppConfig


class ThingsConfig(AppConfig):
    name = "jiedao.foundation.things"
    label = "things"

    def ready(self) -> None:
        from jiedao.foundation.records.families import families
        from jiedao.foundation.things.family import REGISTER

        families.add(REGISTER, declared_by=__name__)
