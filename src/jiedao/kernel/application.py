"""The base of every application's manifest (``apps.py``)."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from jiedao.kernel import registry
from jiedao.kernel.titles import Title

# (file name, names of the tuples in it, of which one at least must be there, and their slots)
_PARTS: list[tuple[str, dict[str, registry.Slot[Any]]]] = [
    ("kinds", {"KINDS": registry.kinds}),
    ("layers", {"LAYERS": registry.layers}),
    ("panels", {"PANELS": registry.panels}),
    ("indicators", {"INDICATORS": registry.indicators}),
    ("intakes", {"INTAKES": registry.intakes}),
    ("publications", {"PUBLICATIONS": registry.publications}),
    ("reactions", {"REACTIONS": registry.reactions}),
    ("steps", {"STEPS": registry.steps}),
    ("permissions", {"PERMISSIONS": registry.permissions, "ROLES": registry.roles}),
    ("navigation", {"NAVIGATION": registry.navigation}),
    ("settings", {"SETTINGS": registry.settings}),
]


def open_part(file_name: str, slots: dict[str, registry.Slot[Any]]) -> None:
    """A further file that the folder of an application may have, read into an engine's slots.

    Engines call this when they are ready, which is before any application is.
    """
    _PARTS.append((file_name, slots))


class Application(AppConfig):
    """A manifest: key, titles, icon, order, and the engines and foundations it uses.

    Each optional file of the folder (``kinds.py`` with ``KINDS``, ``layers.py`` with
    ``LAYERS`` …) is read at start-up; an absent file is an absent feature. ``uses`` names
    packages below, such as ``"engines.cases"``; a test holds it against the imports.
    """

    # Django takes the only AppConfig of apps.py; this base, imported there, would be a second
    # candidate and silently neither would be used.
    default = False
    key: ClassVar[str]
    titles: ClassVar[Title]
    icon: ClassVar[str] = "apps"
    order: ClassVar[int] = 100
    report_section: ClassVar[str] = ""
    """The section of a work report in which its figures are told; "" is that of other work."""
    uses: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True
        cls.label = cls.key

    def ready(self) -> None:
        """Enter what the folder declares."""
        if self.key in registry.applications:
            raise ImproperlyConfigured(f"applications: the key {self.key!r} is declared twice")
        registry.applications[self.key] = self
        for file_name, slots in _PARTS:
            module_name = f"{self.name}.{file_name}"
            if find_spec(module_name) is not None:
                _enter(module_name, slots)


def _enter(module_name: str, slots: dict[str, registry.Slot[Any]]) -> None:
    module = import_module(module_name)
    declared = {name: getattr(module, name) for name in slots if hasattr(module, name)}
    if not declared:
        raise ImproperlyConfigured(f"{module_name} declares no {' and no '.join(slots)}")
    for name, items in declared.items():
        for item in items:
            slots[name].add(item, declared_by=module_name)
