"""Renewing the keys of an installation: nothing becomes unreadable, and old codes stay good."""

import base64
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from click.testing import CliRunner, Result
from django.conf import settings as present

from jiedao.config.cli.frame import _jiedao
from jiedao.config.keys import kept_secrets
from jiedao.engines.cases import tracking
from jiedao.foundation.parties import seal
from jiedao.foundation.parties.actions import find_or_add_person
from jiedao.foundation.parties.display import read
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.errors import NotFound
from tests.cast import SmallTown, small_town
from tests.engines.cases.desk import reported


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Key files of the test's own; no waiting for other processes."""
    monkeypatch.delenv("JIEDAO_MASTER_KEY", raising=False)
    monkeypatch.delenv("JIEDAO_SECRET_KEY", raising=False)
    monkeypatch.setattr(seal, "LOOK_EVERY", 0.0)
    settings.HOME = tmp_path
    seal.forget_master_keys()
    yield
    monkeypatch.undo()
    seal.forget_master_keys()


@pytest.fixture
def town(db: None, _own_keys: None) -> SmallTown:
    """Built under the test's own keys."""
    return small_town()


def keys(*arguments: str) -> Result:
    return CliRunner().invoke(_jiedao, ["keys", *arguments])


def seeds(town: SmallTown) -> None:
    adapter = get_adapter()
    Authenticator.objects.create(
        user=town.dispatcher, type="totp", data={"secret": adapter.encrypt("SEED")}
    )
    Authenticator.objects.create(
        user=town.dispatcher,
        type="recovery_codes",
        data={"seed": adapter.encrypt("CODES"), "used_mask": 5},
    )


def test_a_new_master_key_takes_everything_over_and_the_old_one_may_go(town: SmallTown) -> None:
    seeds(town)
    old = seal.key_file().read_text().strip()
    assert keys("retire", "master").output.startswith("已停用 0")
    done = keys("rotate", "master")
    assert done.exit_code == 0, done.output
    assert "主密钥 2 已启用，4 份" in done.output
    assert old in seal.key_file().read_text()
    assert seal.key_file().stat().st_mode & 0o777 == 0o600
    assert "2: 4 份" in keys("show").output
    assert keys("retire", "master").output.startswith("已停用 1")
    assert old not in seal.key_file().read_text()
    town.auntie.refresh_from_db()
    assert read(town.auntie, "phone") == "13800005678"
    assert find_or_add_person(town.id, "张阿姨", "13800005678", actor=SYSTEM) == town.auntie
    totp, codes = Authenticator.objects.order_by("id")
    assert get_adapter().decrypt(totp.data["secret"]) == "SEED"
    assert get_adapter().decrypt(codes.data["seed"]) == "CODES"
    assert codes.data["used_mask"] == 5


def test_a_key_that_is_still_needed_does_not_go(town: SmallTown) -> None:
    """What was left when the rotation broke off: the command says so, and goes on."""
    first = seal.key_file().read_text()
    seal.key_file().write_text(f"{first}{seal.new_master_line(2)}\n")
    refused = keys("retire", "master")
    assert refused.exit_code == 1
    assert "主密钥 1 还在保护数据" in refused.output
    assert "2 份" in keys("rotate", "master").output
    assert seal.master_numbers() == [2, 1]
    assert keys("retire", "master").exit_code == 0


def test_another_process_writes_with_the_new_key_at_once(town: SmallTown) -> None:
    """What was read from the file is read again when the file changes."""
    assert seal.master_numbers() == [1]
    text = seal.key_file().read_text()
    seal.key_file().write_text(f"{text}{seal.new_master_line(2)}\n")
    assert seal.new_key()[1] == 2
    assert base64.b64decode(get_adapter().encrypt("SEED"))[0] == 2


@pytest.mark.parametrize("which", ["master", "secret"])
def test_keys_of_the_environment_are_printed_not_written(
    town: SmallTown, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = seal.key_file().read_text().strip()
    name = f"JIEDAO_{which.upper()}_KEY"
    monkeypatch.setenv(name, line if which == "master" else "present")
    seal.forget_master_keys()
    told = keys("rotate", which)
    assert told.exit_code == 0, told.output
    assert name in told.output
    assert seal.key_file().read_text().strip() == line
    refused = keys("retire", which, "--yes")
    assert refused.exit_code == 1
    assert name in refused.output


def test_tracking_codes_outlive_the_secret_until_it_is_retired(
    town: SmallTown, settings: Any
) -> None:
    path = present.HOME / "keys" / "secret.key"

    def restart() -> None:
        settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = kept_secrets(path)

    restart()
    receipt = reported(town).receipt
    assert keys("rotate", "secret").exit_code == 0
    restart()
    number, code = receipt.request.number, receipt.tracking_code
    assert tracking.code_for(receipt.request) != code
    for good in (code, code.lower(), tracking.code_for(receipt.request)):
        assert tracking.find(town.id, number, good) == receipt.request
    assert keys("retire", "secret").exit_code == 1  # asked, and nobody said yes
    assert len(kept_secrets(path)) == 2
    assert keys("retire", "secret", "--yes").exit_code == 0
    restart()
    for wrong in (code, "查询码错了"):
        with pytest.raises(NotFound):
            tracking.find(town.id, number, wrong)
    assert tracking.find(town.id, number, tracking.code_for(receipt.request))
    assert path.stat().st_mode & 0o777 == 0o600
