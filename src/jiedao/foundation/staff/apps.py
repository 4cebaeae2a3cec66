"""Django's entry for ``jiedao.foundation.staff``."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "jiedao.foundation.staff"
    label = "staff"
