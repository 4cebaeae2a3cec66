"""Sealing: round trip, destroyed keys, altered bytes, rotation, one key file for two processes."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from jiedao.foundation.parties import seal


@pytest.fixture
def master(monkeypatch: pytest.MonkeyPatch) -> "type[Master]":
    Master.patch = monkeypatch
    Master.use(seal.new_master_line(1))
    yield Master
    monkeypatch.undo()
    seal.forget_master_keys()


class Master:
    patch: pytest.MonkeyPatch

    @classmethod
    def use(cls, *lines: str) -> None:
        cls.patch.setenv("JIEDAO_MASTER_KEY", "\n".join(lines))
        seal.forget_master_keys()


@given(st.text(max_size=200))
def test_what_was_sealed_can_be_read(text: str) -> None:
    key = seal.new_key()
    sealed = seal.seal(key, text)
    assert seal.unseal(key, sealed) == text
    assert seal.unseal(memoryview(key), memoryview(sealed)) == text
    assert not text or text.encode() not in sealed or len(text) < 3


def test_equal_texts_never_look_alike_but_are_found_by_index() -> None:
    key = seal.new_key()
    assert seal.seal(key, "13800005678") != seal.seal(key, "13800005678")
    assert seal.blind_index("13800005678") == seal.blind_index("13800005678")
    assert seal.blind_index("13800005678") != seal.blind_index("13800005679")
    assert len(seal.blind_index("13800005678")) == 64
    assert seal.blind_index("") == ""


def test_without_its_key_nothing_can_be_read() -> None:
    key = seal.new_key()
    sealed = seal.seal(key, "张阿姨")
    for other in (None, b"", seal.new_key(), b"\x01\x01short", b"\x09" + key[1:]):
        with pytest.raises(seal.Unreadable):
            seal.unseal(other, sealed)


@given(st.integers(min_value=0), st.integers(1, 255))
def test_an_altered_byte_is_noticed(place: int, flip: int) -> None:
    key = seal.new_key()
    sealed = bytearray(seal.seal(key, "张阿姨"))
    sealed[place % len(sealed)] ^= flip
    with pytest.raises(seal.Unreadable):
        seal.unseal(key, bytes(sealed))


def test_a_new_master_key_reads_old_data_and_finds_old_rows(master: type[Master]) -> None:
    first, second = seal.new_master_line(1), seal.new_master_line(2)
    master.use(first)
    key, index = seal.new_key(), seal.blind_index("13800005678")
    sealed, shared = seal.seal(key, "张阿姨"), seal.seal_shared("SEED")

    master.use(first, second)
    assert seal.unseal(key, sealed) == "张阿姨"
    assert seal.unseal_shared(shared) == "SEED"
    assert seal.blind_index("13800005678") != index
    assert index in seal.blind_indexes("13800005678")
    assert not seal.is_current(key)
    renewed = seal.rewrap(key)

    master.use(second)
    assert seal.is_current(renewed)
    assert seal.unseal(renewed, sealed) == "张阿姨"
    with pytest.raises(seal.Unreadable):
        seal.unseal(key, sealed)


@pytest.mark.parametrize("line", ["1 short", "0 " + "A" * 43 + "=", "#only a comment", "x y"])
def test_a_wrong_master_key_stops_with_a_sentence(master: type[Master], line: str) -> None:
    master.use(line)
    with pytest.raises(ImproperlyConfigured, match="master key"):
        seal.new_key()


def test_the_key_file_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from django.conf import settings; settings.configure(HOME=Path(sys.argv[1]))\n"
        "from jiedao.foundation.parties import seal\n"
        "print(seal.blind_index('x'))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "JIEDAO_MASTER_KEY"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, env=environment
        )
        for _ in range(3)
    ]
    outputs = {process.communicate()[0] for process in processes}
    assert len(outputs) == 1
    assert len(outputs.pop().strip()) == 64
    path = tmp_path / "keys" / "master.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["master.key"]
