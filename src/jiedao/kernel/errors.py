"""Refusals: what an action says when it will not do what was asked.

A refusal is a sentence for the person who asked. Pages show it, the API renders it as
problem+json (RFC 9457), an import writes it into the row report; nobody catches it to
go on silently.
"""

from collections.abc import Mapping


class Refused(Exception):
    """A request that is understood and not carried out.

    ``sentence`` is shown to the user as it stands; ``code`` is stable for programs;
    ``field`` names the input at fault where there is one.
    """

    status = 400
    default_code = "refused"

    def __init__(self, sentence: str, *, code: str = "", field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)
        self.code = code or self.default_code
        self.field = field

    def problem(self) -> dict[str, object]:
        """The members of a problem+json document."""
        body: dict[str, object] = {
            "type": f"urn:jiedao:problem:{self.code}",
            "title": self.sentence,
            "status": self.status,
            "code": self.code,
        }
        if self.field:
            body["field"] = self.field
        return body


class Invalid(Refused):
    """Input that cannot be accepted; ``errors`` holds a sentence for each field at fault.

    Where ``sentence`` is all of them together, ``general`` is what of it belongs to no field.
    """

    status = 422
    default_code = "invalid"

    def __init__(
        self,
        sentence: str,
        *,
        code: str = "",
        field: str | None = None,
        errors: Mapping[str, str] | None = None,
        general: str | None = None,
    ) -> None:
        super().__init__(sentence, code=code, field=field)
        self.general = general
        self.errors = dict(errors or ({field: self.sentence} if field else {}))

    def problem(self) -> dict[str, object]:
        return super().problem() | ({"errors": self.errors} if self.errors else {})


class Forbidden(Refused):
    """The person is known and may not do this."""

    status = 403
    default_code = "forbidden"


class Unauthenticated(Refused):
    """Nobody is signed in, or the token is not valid."""

    status = 401
    default_code = "unauthenticated"


class NotFound(Refused):
    """No such record, or none that this person may know of."""

    status = 404
    default_code = "not_found"


class Conflict(Refused):
    """Somebody else was first, or the record is no longer in the state the caller saw."""

    status = 409
    default_code = "conflict"


class TooLarge(Refused):
    """More than the town accepts in one piece."""

    status = 413
    default_code = "too_large"


class TooMany(Refused):
    """Too many requests in too short a time."""

    status = 429
    default_code = "too_many"
