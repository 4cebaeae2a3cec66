"""What a move still wants on a case: the same rule marks the field and refuses the move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiedao.kernel.errors import Invalid

Said = Mapping[str, Any]
"""What the move was told so far, by the fields of its data; empty while its form is drawn."""


@dataclass(frozen=True, slots=True)
class Want:
    """Something that is missing: at which field of the move's form ("": none), in a sentence.

    ``unless`` says by the field when it is not missing after all, where a file that is still to
    come may tell it: such a field is not marked as needed.
    """

    field: str
    sentence: str
    code: str
    unless: str = ""


def refuse_without(wants: Sequence[Want]) -> None:
    """Refuse once for all that is missing, each at its field; with nothing missing go on."""
    if not wants:
        return
    errors: dict[str, str] = {}
    for want in wants:
        if want.field:
            errors.setdefault(want.field, want.sentence)
    raise Invalid(
        " ".join(want.sentence for want in wants),
        field=next(iter(errors), None),
        code=wants[0].code,
        errors=errors,
        general=" ".join(want.sentence for want in wants if not want.field),
    )
