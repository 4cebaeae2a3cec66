"""Secrets that are made on first use, stay in the data folder, and can be renewed.

The file holds one secret a line: the first signs, the others are only recognised, so that
sessions and tracking codes given out under them stay good until they are retired.
"""

import secrets
from pathlib import Path

from jiedao.kernel import keyfiles


def kept_secrets(path: Path) -> list[str]:
    """The secrets in ``path``, the present one first; one is made when there is none."""
    keyfiles.make_once(path, new_secret())
    return path.read_text().split()


def new_secret() -> str:
    """A fresh secret."""
    return secrets.token_urlsafe(48)


def renew_secret(path: Path) -> None:
    """A new secret signs from the next start on; the old ones are still recognised."""
    keyfiles.replace_lines(path, [new_secret(), *kept_secrets(path)])


def retire_secrets(path: Path) -> int:
    """Recognise only the present secret; returns how many went."""
    present, *old = kept_secrets(path)
    keyfiles.replace_lines(path, [present])
    return len(old)
