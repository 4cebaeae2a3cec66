"""What a kind of case has besides a case: its attributes, as its model has them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from jiedao.engines.cases.kinds import kind_of
from jiedao.kernel.errors import Invalid
from jiedao.kernel.sentences import validation_errors

ENGINES_OWN = frozenset({"late_as_told", "area_as_told", "source_point", "split_from"})
"""What the engine itself keeps beside them: how it came in, and from where."""


def model_of(kind: str) -> type[BaseModel] | None:
    """The model of a kind's attributes; None for a kind that nobody declares."""
    found = kind_of(kind)
    return found.attributes if found is not None else None


def validated(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a case of that kind, as JSON holds them; only what was given is kept.

    Raises Invalid with a sentence for each field at fault, unknown names among them.
    """
    model = model_of(kind)
    if model is None:
        return dict(values)
    given = {name: value for name, value in values.items() if name not in ENGINES_OWN}
    beside = {name: value for name, value in values.items() if name in ENGINES_OWN}
    return _checked(model, given) | beside


def typed(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes as the kind's model types them (dates as dates); nothing where the model
    has changed so that it would refuse them now."""
    model = model_of(kind)
    if model is None:
        return {}
    try:
        made = model.model_validate({n: v for n, v in values.items() if n in model.model_fields})
    except ValidationError:
        return {}
    return {name: getattr(made, name) for name in model.model_fields}


def _checked(model: type[BaseModel], given: dict[str, Any]) -> dict[str, Any]:
    unknown = {name: _("没有这个字段。") for name in given if name not in model.model_fields}
    if unknown:
        raise Invalid(_("有几处没有填对。"), code="invalid_data", errors=unknown)
    try:
        checked = model.model_validate(given)
    except ValidationError as error:
        raise Invalid(
            _("有几处没有填对。"), code="invalid_data", errors=validation_errors(error)
        ) from None
    return checked.model_dump(mode="json", exclude_unset=True)
