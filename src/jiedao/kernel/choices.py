"""The settings of a town as the floors declare them: one list for pages, commands and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from django.utils.translation import gettext
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from jiedao.kernel import registry
from jiedao.kernel.declarations import Options, SettingGroup


@dataclass(frozen=True, eq=False)
class Setting:
    """One setting: where it stands (``("limits", "inner")``), its type and its title."""

    group: SettingGroup
    path: tuple[str, ...]
    info: FieldInfo

    @property
    def name(self) -> str:
        """As commands and files name it: ``limits.inner``."""
        return ".".join(self.path)

    @property
    def title(self) -> str:
        """In the reader's language."""
        return gettext(self.info.title) if self.info.title else self.name

    @property
    def options(self) -> Options | None:
        """What may be chosen, where it names something of the town."""
        return self.group.options.get(self.name)

    @property
    def in_form(self) -> bool:
        """Whether a form can ask for it; what only the command line sets says ``form=False``."""
        extra = self.info.json_schema_extra
        return not (isinstance(extra, dict) and extra.get("form") is False)

    @property
    def default(self) -> Any:
        """What holds where the town says nothing."""
        return self.info.get_default(call_default_factory=True)

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        kind: Any = self.info.annotation
        return TypeAdapter(Annotated[kind, *self.info.metadata] if self.info.metadata else kind)

    def read(self, value: Any) -> Any:
        """A value of the setting's type; pydantic's ``ValidationError`` for what is none."""
        return self._adapter.validate_python(value)

    def written(self, value: Any) -> Any:
        """The value as JSON, the way the town keeps it."""
        return self._adapter.dump_python(value, mode="json")

    def of(self, settings: Mapping[str, Any]) -> Any:
        """What holds for a town with these settings."""
        held = self.held(settings)
        return self.default if held is None else self.read(held)

    def held(self, settings: Mapping[str, Any]) -> Any:
        """What the town itself says, as JSON; None for nothing."""
        value: Any = settings
        for part in self.path:
            value = value.get(part) if isinstance(value, Mapping) else None
        return value


def groups() -> list[SettingGroup]:
    """In the order of the page."""
    return sorted(registry.settings, key=lambda group: group.order)


def settings_of(group: SettingGroup) -> Iterator[Setting]:
    """The settings of a group, those of inner tables in their place."""
    yield from _walk(group, group.model, ())


def every_setting() -> dict[str, Setting]:
    """By name, in the order of the page."""
    return {one.name: one for group in groups() for one in settings_of(group)}


def with_value(settings: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The settings with one of them changed; None takes it out, and a table left empty too."""
    head, *rest = path
    if rest:
        inner = settings.get(head)
        value = with_value(inner if isinstance(inner, Mapping) else {}, tuple(rest), value) or None
    changed = {**settings, head: value}
    return {name: held for name, held in changed.items() if name != head or held is not None}


def _walk(group: SettingGroup, model: type[BaseModel], above: tuple[str, ...]) -> Iterator[Setting]:
    for name, info in model.model_fields.items():
        path = (*above, name)
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from _walk(group, info.annotation, path)
        else:
            yield Setting(group, path, info)
