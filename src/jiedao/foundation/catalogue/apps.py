"""Django's entry for ``jiedao.foundation.catalogue``."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "jiedao.foundation.catalogue"
    label = "catalogue"
