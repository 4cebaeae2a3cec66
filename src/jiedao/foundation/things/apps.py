"""Django's entry for ``jiedao.foundation.things``."""

from django.apps import AppConfig


class ThingsConfig(AppConfig):
    name = "jiedao.foundation.things"
    label = "things"

    def ready(self) -> None:
        from jiedao.foundation.records.families import families
        from jiedao.foundation.records.panels import panel_of_family
        from jiedao.foundation.things.family import REGISTER
        from jiedao.foundation.things.panel import stock_panel

        families.add(REGISTER, declared_by=__name__)
        panel_of_family(REGISTER, stock_panel)
