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

    ``note`` says by the field when it is asked for: under which answer to another one, or unless
    a file that is still to come tells it. Such a field is not marked as needed.
    """

    field: str
    sentence: str
    code: str
    note: str = ""


def refuse_without(wants: Sequence[Want]) -> None:
    """Refuse once for all that is missing, each at its field; with nothing missing go on."""
    if not wants:
        return
    errors: dict[str, str] = {}
    for want in wants:
        if want.field:
            errors.setdefault(want.field, want.sentence)
    raise Invalid(
        " ".join(dict.fromkeys(want.sentence for want in wants)),
        field=next(iter(errors), None),
        code=wants[0].code,
        errors=errors,
        general=" ".join(want.sentence for want in wants if not want.field),
    )


def number_said(said: Said, name: str) -> int | None:
    """An id among what was said: a form that has faults tells what was sent, as text."""
    value = said.get(name)
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else None
