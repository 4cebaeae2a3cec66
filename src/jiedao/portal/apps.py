"""Django's entry for ``jiedao.portal``."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "jiedao.portal"
    label = "portal"
