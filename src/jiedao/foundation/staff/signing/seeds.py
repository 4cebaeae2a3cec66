"""TOTP seeds and recovery codes under a new master key: what allauth keeps sealed by our adapter."""

import base64
from collections import Counter
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator

from jiedao.foundation.parties.rotation import SharedSecrets
from jiedao.foundation.parties.seal import is_current_shared, seal_shared, unseal_shared
from jiedao.kernel.transactions import durable

# The fields of ``Authenticator.data`` that went through ``MFAAdapter.encrypt``.
_FIELDS = ("secret", "seed", "migrated_codes")


def _sealed(data: dict[str, Any]) -> Iterator[bytes]:
    for name in _FIELDS:
        value = data.get(name) or []
        for text in [value] if isinstance(value, str) else value:
            yield base64.b64decode(text)


def numbers() -> Counter[int]:
    """How many seeds and codes each master key protects."""
    rows = Authenticator.objects.values_list("data", flat=True)
    return Counter(sealed[0] for data in rows.iterator() for sealed in _sealed(data))


def reseal() -> int:
    """Seal what is under an older master key anew; returns how many rows that were.

    A transaction a row, under its lock: a recovery code used at this moment must not come back.
    """
    stale = [
        row.pk
        for row in Authenticator.objects.iterator()
        if not all(is_current_shared(sealed) for sealed in _sealed(row.data))
    ]
    for pk in stale:
        with durable():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is not None:
                row.data = {
                    name: _renewed(value) if name in _FIELDS else value
                    for name, value in row.data.items()
                }
                row.save(update_fields=["data"])
    return len(stale)


def _renewed(value: Any) -> Any:
    if not isinstance(value, str):
        return [_renewed(text) for text in value] if value else value
    return base64.b64encode(seal_shared(unseal_shared(base64.b64decode(value)))).decode()


SECRETS = SharedSecrets("staff.mfa", numbers, reseal)
