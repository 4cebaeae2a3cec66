"""Services: what may be asked for. One for each public intake, then the catalogue's leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.kernel import registry
from jiedao.kernel.declarations import PublicIntake
from jiedao.kernel.errors import NotFound

_DATATYPES = {"integer": "number", "number": "number", "boolean": "singlevaluelist"}


@dataclass(frozen=True, slots=True)
class Service:
    """A service as the standard has it; ``item_id`` is None where words decide the matter."""

    code: str
    name: str
    description: str
    group: str
    keywords: tuple[str, ...]
    kind: str
    item_id: int | None = None
    attributes: type[BaseModel] | None = None

    def line(self) -> dict[str, Any]:
        """An entry of the service list."""
        return {
            "service_code": self.code,
            "service_name": self.name,
            "description": self.description,
            "metadata": self.attributes is not None,
            "type": "realtime",
            "keywords": ", ".join(self.keywords),
            "group": self.group,
        }

    def definition(self) -> dict[str, Any]:
        """The service's own questions: the attributes of its kind."""
        schema = self.attributes.model_json_schema() if self.attributes else {}
        required = schema.get("required", ())
        return {
            "service_code": self.code,
            "attributes": [
                _attribute(code, field, code in required, order)
                for order, (code, field) in enumerate(schema.get("properties", {}).items(), 1)
            ],
        }


def _attribute(code: str, field: dict[str, Any], required: bool, order: int) -> dict[str, Any]:
    options = field.get("enum")
    datatype = "singlevaluelist" if options else _DATATYPES.get(field.get("type", ""), "string")
    found: dict[str, Any] = {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": required,
        "datatype_description": None,
        "order": order,
        "description": _(field["title"]) if field.get("title") else code,
    }
    if datatype == "singlevaluelist":
        found["values"] = [
            {"key": str(one).lower() if isinstance(one, bool) else str(one), "name": str(one)}
            for one in options or (True, False)
        ]
    return found


def services(town_id: int) -> Iterator[Service]:
    """The general services first, then each matter that may be named outright."""
    for intake in registry.intakes:
        yield _general(intake)
    first = next(iter(registry.intakes), None)
    if first is None:
        return
    for item in catalogue_for(town_id).leaves():
        if item.serves(first.kind):
            group = item.path.split(" / ")[0]
            yield Service(
                item.code,
                item.name,
                item.path,
                group if group != item.name else "",
                item.keywords,
                first.kind,
                item.id,
                _attributes(first.kind),
            )


def _general(intake: PublicIntake) -> Service:
    return Service(
        intake.key,
        str(intake.titles),
        str(intake.help),
        "",
        (),
        intake.kind,
        attributes=_attributes(intake.kind),
    )


def _attributes(kind_key: str) -> type[BaseModel] | None:
    kind = registry.kinds.find(kind_key)
    return kind.attributes if kind is not None and kind.attributes.model_fields else None


def service(town_id: int, code: str) -> Service:
    """The service of that code; NotFound names it."""
    found = next((one for one in services(town_id) if one.code == code), None)
    if found is None:
        raise NotFound(_("没有 service_code 为“%(code)s”的服务。") % {"code": code})
    return found


class Named:
    """Service codes and names of cases, made once for a page of them."""

    def __init__(self, town_id: int) -> None:
        self._catalogue = catalogue_for(town_id)
        self._general = {intake.kind: _general(intake) for intake in registry.intakes}

    def of(self, kind: str, item_id: int | None) -> tuple[str, str]:
        """(code, name): the matter where it is known, else the general service of the kind."""
        item = self._catalogue.item(item_id) if item_id is not None else None
        if item is not None:
            return item.code, item.name
        general = self._general.get(kind)
        return (general.code, general.name) if general else ("", "")
