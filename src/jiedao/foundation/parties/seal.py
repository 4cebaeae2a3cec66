"""Protection of personal data at rest.

Three layers: the installation's *master key* wraps one random *data key* per person; the data
key seals that person's fields (AES-256-GCM). Deleting the wrapped data key makes everything
sealed with it unreadable for good, history included. Equal values are found by a *blind index*
(HMAC-SHA256 under a key derived from the master key), never by comparing ciphertext.

The master key is one line or several of `NUMBER BASE64` in ``HOME/keys/master.key`` (mode 0600,
made on first use) or in the environment variable ``JIEDAO_MASTER_KEY``; the highest number is
the one new data are written with, the others can still be read. A key file that changes is read
again within a second, so that a new key needs no restart (``rotation``). Layouts:

    wrapped data key   version 1 | number of the master key | nonce 12 | ciphertext 32 + tag 16
    sealed field       version 1 | nonce 12 | ciphertext + tag 16
"""

import base64
import binascii
import hmac
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from jiedao.kernel import keyfiles
from jiedao.kernel.errors import Refused

VERSION: Final = 1
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_PREFIX: Final = bytes([VERSION])
LOOK_EVERY: Final = 1.0
"""Seconds after which a process notices that the key file has changed."""


class Unreadable(Refused):
    """Sealed data whose key was destroyed, or that were altered."""

    status = 410
    default_code = "unreadable"


@dataclass(frozen=True, slots=True)
class _Master:
    """What is derived from one master key."""

    number: int
    wrapping: AESGCM
    shared: AESGCM
    index_key: bytes


def key_file() -> Path:
    """Where the master key is kept when the environment does not give it."""
    return Path(settings.HOME) / "keys" / "master.key"


def new_master_line(number: int) -> str:
    """A fresh master key as it stands in the key file."""
    return f"{number} {base64.b64encode(os.urandom(_KEY_BYTES)).decode()}"


@dataclass(slots=True)
class _Read:
    """The master keys as they were read, and when the file was last looked at."""

    masters: dict[int, _Master]
    stamp: int
    looked_at: float


_read: list[_Read] = []


def _masters() -> dict[int, _Master]:
    moment = time.monotonic()
    if _read and moment - _read[0].looked_at < LOOK_EVERY:
        return _read[0].masters
    stamp = _stamp()
    if _read and _read[0].stamp == stamp:
        _read[0].looked_at = moment
        return _read[0].masters
    masters = _load()
    _read[:] = [_Read(masters, _stamp(), moment)]
    return masters


def _stamp() -> int:
    """What changes when the key file does; the environment never does."""
    if from_environment() or not key_file().exists():
        return 0
    return key_file().stat().st_mtime_ns


def _load() -> dict[int, _Master]:
    text = os.environ.get("JIEDAO_MASTER_KEY", "") or _read_or_make(key_file())
    keys = dict(_parse(text.replace(",", "\n").splitlines()))
    if not keys:
        raise ImproperlyConfigured("the master key is empty: expected a line “1 BASE64”")
    return {number: _derive(number, keys[number]) for number in sorted(keys, reverse=True)}


def from_environment() -> bool:
    """Whether the environment gives the master keys, and not the key file."""
    return bool(os.environ.get("JIEDAO_MASTER_KEY", ""))


def master_numbers() -> list[int]:
    """The numbers of the master keys that can be read, the one written with first."""
    return list(_masters())


def forget_master_keys() -> None:
    """Read the master keys again, at once."""
    _read.clear()
    _data_key.cache_clear()


def _parse(lines: Iterable[str]) -> Iterable[tuple[int, bytes]]:
    for line in lines:
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        number, text = ("1", words[0]) if len(words) == 1 else (words[0], words[1])
        try:
            key = base64.b64decode(text, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != _KEY_BYTES or not number.isdecimal() or not 1 <= int(number) <= 255:
            raise ImproperlyConfigured(
                "a master key is a number from 1 to 255 and 32 bytes in base64: “1 BASE64”"
            )
        yield int(number), key


def _read_or_make(path: Path) -> str:
    keyfiles.make_once(path, new_master_line(1))
    return path.read_text()


def _derive(number: int, key: bytes) -> _Master:
    def part(name: bytes) -> bytes:
        return HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"jiedao/" + name).derive(key)

    return _Master(number, AESGCM(part(b"wrap")), AESGCM(part(b"shared")), part(b"index"))


def _current() -> _Master:
    return next(iter(_masters().values()))


def new_key() -> bytes:
    """A new data key, wrapped: what ``Person.data_key`` holds."""
    return _wrap(os.urandom(_KEY_BYTES))


def _wrap(key: bytes) -> bytes:
    master = _current()
    nonce = os.urandom(_NONCE_BYTES)
    head = bytes([VERSION, master.number])
    return head + nonce + master.wrapping.encrypt(nonce, key, head)


def _unwrap(wrapped: bytes) -> bytes:
    head, nonce, body = wrapped[:2], wrapped[2 : 2 + _NONCE_BYTES], wrapped[2 + _NONCE_BYTES :]
    if len(head) < 2 or head[0] != VERSION or head[1] not in _masters():
        raise Unreadable(_("没有能打开这份个人信息的密钥。"))
    try:
        return _masters()[head[1]].wrapping.decrypt(nonce, body, head)
    except (InvalidTag, ValueError):
        raise Unreadable(_("这份个人信息的密钥已损坏。")) from None


@lru_cache(maxsize=4096)
def _data_key(wrapped: bytes) -> AESGCM:
    # Found only by whoever still has the wrapped key: erasing a person empties this too.
    return AESGCM(_unwrap(wrapped))


def rewrap(wrapped: bytes | memoryview) -> bytes:
    """The same data key under the current master key; the sealed fields stay as they are."""
    return _wrap(_unwrap(bytes(wrapped)))


def is_current(wrapped: bytes | memoryview) -> bool:
    """Whether a data key is wrapped by the current master key."""
    return bytes(wrapped[:2]) == bytes([VERSION, _current().number])


def seal(key: bytes | memoryview, text: str) -> bytes:
    """Seal a text under a wrapped data key. The empty text seals to nothing."""
    return _seal(_data_key(bytes(key)), text) if text else b""


def unseal(key: bytes | memoryview | None, sealed: bytes | memoryview | None) -> str:
    """The text; ``Unreadable`` when the key was destroyed or the ciphertext altered."""
    if not sealed:
        return ""
    if not key:
        raise Unreadable(_("这份个人信息已按规定删除，无法再读取。"))
    return _unseal(_data_key(bytes(key)), bytes(sealed))


def seal_shared(text: str) -> bytes:
    """Seal a secret that belongs to the installation, not to a person (a TOTP seed)."""
    master = _current()
    return bytes([master.number]) + _seal(master.shared, text)


def is_current_shared(sealed: bytes | memoryview) -> bool:
    """Whether a secret of the installation is sealed under the current master key."""
    return bytes(sealed[:1]) == bytes([_current().number])


def unseal_shared(sealed: bytes | memoryview) -> str:
    """The inverse of ``seal_shared``, under whichever master key it was sealed."""
    sealed = bytes(sealed)
    master = _masters().get(sealed[0]) if sealed else None
    if master is None:
        raise Unreadable(_("没有能打开这份数据的密钥。"))
    return _unseal(master.shared, sealed[1:])


def _seal(cipher: AESGCM, text: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return _PREFIX + nonce + cipher.encrypt(nonce, text.encode(), _PREFIX)


def _unseal(cipher: AESGCM, sealed: bytes) -> str:
    if sealed[:1] != _PREFIX:
        raise Unreadable(_("这份数据由较新的版本保存，当前版本读不了。"))
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, body, _PREFIX).decode()
    except (InvalidTag, ValueError):
        raise Unreadable(_("这份数据已损坏或被改动过。")) from None


def blind_index(value: str) -> str:
    """64 hex digits by which equal values are found; empty for the empty value."""
    return _index(_current(), value)


def blind_indexes(value: str) -> tuple[str, ...]:
    """The index of a value under every master key still in use: what a look-up must try."""
    return tuple(_index(master, value) for master in _masters().values()) if value else ()


def _index(master: _Master, value: str) -> str:
    return hmac.digest(master.index_key, value.encode(), "sha256").hex() if value else ""
