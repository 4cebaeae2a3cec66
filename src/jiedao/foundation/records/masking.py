"""Personal fields as they are shown before anybody gave a reason to see them."""

from typing import Any, Final

from jiedao.foundation.parties.masks import mask_address, mask_name, mask_phone
from jiedao.foundation.records.schema import Spec
from jiedao.foundation.records.work import HIDDEN

_BY_WIDGET: Final = {"phone": mask_phone, "address": mask_address}


def masked(spec: Spec, value: Any) -> Any:
    """The value, or what may be seen of a personal one; what is no text is hidden altogether."""
    if not spec.facts.personal or value in (None, "", []):
        return value
    if not isinstance(value, str) or spec.sort != "text":
        return HIDDEN
    return _BY_WIDGET.get(spec.facts.widget, mask_name)(value)
