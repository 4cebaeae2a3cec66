"""Writing the folder, after everything that the start would refuse has been refused."""

import shutil
import tempfile
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from string import ascii_lowercase
from typing import Final

from django.apps import apps

from jiedao import applications
from jiedao.config.scaffold.files import files_of
from jiedao.config.scaffold.wishes import Wish, read_name
from jiedao.foundation.records.checks import House, complaints
from jiedao.foundation.records.families import families
from jiedao.foundation.records.numbers import prefix_of
from jiedao.kernel import registry
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.titles import Title

_CASES: Final = frozenset({"C", "R"})


def place_of() -> Path:
    """Where applications lie in this installation."""
    return Path(next(iter(applications.__path__)))


def offered_families() -> dict[str, Title]:
    """The families of which a kind can be declared without further options, in their order."""
    probe = Kind("probe", "", Title("试", "Probe"), "probe", prefix="ZZZZZZZZ")
    found = {}
    for family in sorted(families, key=lambda one: one.order):
        kind = replace(probe, family=family.key)
        if family.check is None or not family.check(kind):
            found[family.key] = family.titles
    return found


def icon_of(family: str) -> str:
    """The family's own icon, until the application has a better one."""
    return families.get(family).icon


def free_prefix(kind: str) -> str:
    """The letters that begin its numbers: the first ones of its words, longer where taken."""
    taken = {prefix_of(one) for one in registry.kinds if one.family in families} | _CASES
    initials = "".join(part[0] for part in kind.split("_") if part[:1].isalpha())
    letters = "".join(one for one in kind if one.isalpha())
    longer = [letters[:count] for count in range(2, 9)]
    lettered = [letters[:7] + letter for letter in ascii_lowercase]
    found = (one.upper() for one in (initials, *longer, *lettered) if len(one) <= 8)
    return next(one for one in found if one not in taken)


def refuse_taken(name: str, kind: str, folder: Path) -> None:
    """Conflict for a name that a folder, an application, a package or a kind has already."""
    read_name(name)
    read_name(kind)
    if (folder / name).exists():
        raise Conflict(f"已有文件夹 {folder / name}。The folder is there already.")
    if name in apps.app_configs:
        raise Conflict(f"“{name}”已被占用。The name {name!r} is taken by a part of the house.")
    if kind in registry.kinds:
        raise Conflict(
            f"已有“{kind}”这类记录，请用 --kind 另取代号。"
            f" There is a kind {kind!r} already: choose another key by --kind."
        )
    if not folder.is_dir():
        raise Invalid(f"没有文件夹 {folder}。There is no folder {folder}.")


def write(wish: Wish, folder: Path) -> list[Path]:
    """Write the application under ``folder``; all of it or nothing."""
    refuse_taken(wish.name, wish.kind, folder)
    names = [asked.name for asked in wish.attributes]
    if double := next((one for one in names if names.count(one) > 1), ""):
        raise Invalid(f"字段“{double}”写了两次。 The attribute {double!r} is there twice.")
    with tempfile.TemporaryDirectory() as aside:
        draft = Path(aside) / wish.name
        draft.mkdir()
        for name, text in files_of(wish).items():
            (draft / name).write_text(text, encoding="utf-8")
        _refuse_faulty(wish, draft)
        try:
            shutil.copytree(draft, folder / wish.name, ignore=shutil.ignore_patterns("__pycache__"))
        except OSError as error:
            raise Invalid(
                f"不能写入 {folder}：{error.strerror}。"
                f" Cannot write there: say by --path where the applications of your copy lie."
            ) from error
    return sorted((folder / wish.name).iterdir())


def _refuse_faulty(wish: Wish, draft: Path) -> None:
    """Invalid with the sentence by which the start would refuse it."""
    house = House(
        kinds={kind.key: kind for kind in (*registry.kinds, *_kinds_in(draft / "kinds.py"))},
        families={family.key: family for family in families},
        applications=frozenset({*registry.applications, wish.name}),
        permissions=frozenset(permission.key for permission in registry.permissions),
    )
    for sentence in complaints(house):
        raise Invalid(sentence)


def _kinds_in(path: Path) -> tuple[Kind, ...]:
    spec = spec_from_file_location(f"jiedao.applications.{path.parent.name}.kinds", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    kinds: tuple[Kind, ...] = module.KINDS
    return kinds
