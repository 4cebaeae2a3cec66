"""``jiedao replay``: refused with a sentence where it must not, or cannot, be done."""

from pathlib import Path

from click.testing import CliRunner

from jiedao.config.cli.replay import command
from jiedao.kernel.models import Town
from tests.cast import SmallTown
from tests.replay.making import SMALL


def test_beside_a_real_town_it_is_refused(town: SmallTown) -> None:
    before = Town.objects.count()
    answer = CliRunner().invoke(command, [str(SMALL)])
    assert answer.exit_code == 1
    assert "重放只能在空的系统里进行" in answer.output
    assert Town.objects.count() == before


def test_a_faulty_profile_is_refused_with_its_place(transactional_db: None, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SMALL.read_text("utf-8").replace("count = 7", 'count = "many"'), "utf-8")
    answer = CliRunner().invoke(command, [str(wrong)])
    assert answer.exit_code == 1
    assert "records.0.count" in answer.output


def test_its_help_shows_an_example() -> None:
    answer = CliRunner().invoke(command, ["--help"])
    assert "jiedao replay towns/songgang-2024h1.toml" in answer.output
