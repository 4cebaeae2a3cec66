"""Django's entry for the kernel's own tables (towns, history, deliveries)."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "jiedao.kernel"
    label = "kernel"
    verbose_name = "Kernel"
