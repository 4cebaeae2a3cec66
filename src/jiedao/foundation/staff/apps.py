"""Django's entry for ``jiedao.foundation.staff``; enters the standard roles."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "jiedao.foundation.staff"
    label = "staff"

    def ready(self) -> None:
        from jiedao.foundation.staff.roles import STANDARD_ROLES
        from jiedao.kernel import registry

        for role in STANDARD_ROLES:
            registry.roles.add(role, declared_by=__name__)
