"""``jiedao new-application``: what it writes starts, and passes what every kind must pass."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiedao.config.cli.frame import _jiedao
from jiedao.config.scaffold.founding import offered_families
from tests.architecture import tree
from tests.conformance import test_kinds

BENCHES = (
    "street_benches", "--title", "街道座椅", "--title-en", "Street benches",
    "--attribute", "material:材质:Material:木=Wood/石=Stone",
    "--attribute", "seats:座位数:Seats:integer", "--attribute", "price:造价:Price:money",
    "--attribute", "built:建成:Built:date", "--attribute", "covered:有顶棚:Covered:flag",
    "--attribute", "length:长度:Length:number", "--attribute", "about_it:说明:Remarks:note",
    "--attribute", "maker:厂家:Maker:text", "--attribute", "contact:联系电话:Telephone:phone",
    "--attribute", "keeper:管护单位:Kept by:unit", "--attribute", "warden:管护人:Warden:account",
    "--attribute", "sponsor:捐赠单位:Sponsor:organisation",
)  # fmt: skip
FAMILIES = ("register", "visit", "project", "activity", "service", "fact")


def run(*arguments: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(_jiedao, ["new-application", *arguments], input=typed)
    return result.exit_code, result.output


def house(folder: Path) -> Path:
    """The code as it is, in a folder where applications may be added."""
    package = folder / "src" / "jiedao"
    (package / "applications").mkdir(parents=True)
    for path in tree.PACKAGE.iterdir():
        if path.name != "applications":
            (package / path.name).symlink_to(path)
    for path in tree.APPLICATIONS.iterdir():
        (package / "applications" / path.name).symlink_to(path)
    for name in ("tests", "conftest.py", "pyproject.toml", "requirements.lock"):
        (folder / name).symlink_to(tree.ROOT / name)
    return package / "applications"


def in_house(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command with the code of that folder."""
    settings = {
        **os.environ,
        "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}",
        "JIEDAO_HOME": str(folder / "var"),
        "DATABASE_URL": "",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder, env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip


SUITE = Path(test_kinds.__file__)


@pytest.mark.slow
def test_what_is_written_starts_and_passes_the_suite(tmp_path: Path) -> None:
    """One application of each family."""
    place = house(tmp_path)
    for letter, family in zip("uvwxyz", FAMILIES, strict=True):
        name = f"{letter}_street_benches"
        code, said = run(name, *BENCHES[1:], "--family", family, "--path", str(place))
        assert code == 0, said
        assert f"/r/{name}/" in said
    done = in_house(
        tmp_path, "pytest", "-q", "-p", "no:cacheprovider", "tests/conformance/test_kinds.py",
        "tests/conformance/test_kind_counts.py", "-k", "street_benches",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    # Every kind goes through every test of the suite, and each folder has its counts.
    tests = len(re.findall(r"^def test_", SUITE.read_text(encoding="utf-8"), re.MULTILINE))
    assert passed is not None
    assert int(passed[1]) == (tests + 1) * len(FAMILIES)
    assert len(list(place.glob("*_street_benches/tests/kind_query_counts.json"))) == len(FAMILIES)


def test_the_families_on_offer() -> None:
    """A plan needs to be told what it covers; a case has no generated pages."""
    assert set(FAMILIES) <= set(offered_families())
    assert not {"plan", "case"} & set(offered_families())


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_gives_a_folder_that_is_clean(tmp_path: Path, family: str) -> None:
    code, said = run(*BENCHES, "--family", family, "--path", str(tmp_path))
    assert code == 0, said
    written = tmp_path / "street_benches"
    assert f'"{family}"' in (written / "kinds.py").read_text(encoding="utf-8")
    for check in (("check",), ("format", "--check")):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *check, "--config", str(tree.ROOT / "pyproject.toml"),
             str(written)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


def test_what_the_options_do_not_say_is_asked(tmp_path: Path) -> None:
    typed = "街道座椅\nStreet benches\nregister\nseats:座位数:Seats:whole\nseats:座位数:Seats:integer\n\n"
    code, said = run("street_benches", "--path", str(tmp_path), typed=typed)
    assert code == 0, said
    assert "No attribute is a 'whole'" in said
    kinds = (tmp_path / "street_benches" / "kinds.py").read_text(encoding="utf-8")
    assert 'Title("座位数", "Seats")' in kinds
    assert kinds.count("attribute(") == 1


def test_without_attributes(tmp_path: Path) -> None:
    code, _said = run("poles", "--title", "灯杆", "--title-en", "Poles", "--path", str(tmp_path))
    assert code == 0
    assert "BaseModel" not in (tmp_path / "poles" / "kinds.py").read_text(encoding="utf-8")


TITLES = ("--title", "座椅", "--title-en", "Benches")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("Benches", *TITLES), "small letters"),
        (("class", *TITLES), "no word of Python"),
        (("grid", *TITLES), "taken by a part of the house"),
        (("visits", *TITLES), "taken by a part of the house"),
        (("trees", "--kind", "heritage_tree", *TITLES), "There is a kind 'heritage_tree' already"),
        (("trees", "--family", "forest", *TITLES), "There is no family 'forest'"),
        (("trees", "--title", "树", "--title-en", 'T"'), "needs Chinese and English"),
        (("trees", "--attribute", "age:树龄:Age", *TITLES), "four parts"),
        (("trees", "--attribute", "date:日期:Date:date", *TITLES), "No attribute can be called"),
        (("trees", "--attribute", "place:位置:Place:text", *TITLES), "has a 'place' already"),
        (("trees", "--attribute", "age:树龄:Age:text", "--attribute", "age:树龄:Age:text", *TITLES),
         "is there twice"),
        (("trees", "--attribute", "age:树龄:Age:老=Old/大=Old", *TITLES), "differ from the others"),
    ],
)  # fmt: skip
def test_what_cannot_be(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    code, said = run(*arguments, "--path", str(tmp_path))
    assert code != 0
    assert sentence in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "benches").mkdir()
    code, said = run("benches", *TITLES, "--path", str(tmp_path))
    assert code != 0
    assert "The folder is there already" in said
    code, said = run("benches", *TITLES, "--path", str(tmp_path / "nowhere"))
    assert "There is no folder" in said
