"""The files of a new application, as somebody would write them by hand."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from jiedao.config.scaffold.wishes import Asked, Wish
from jiedao.kernel.titles import Title

# sort → the type behind it, and what ``attribute`` is told besides
_TYPES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "text": ("str", ('""', "listed=True", "filterable=True", "max_length=80")),
    "note": ("str", ('""', 'widget="textarea"', "max_length=2000")),
    "integer": ("int | None", ("None", "listed=True", "ge=0", "le=1_000_000_000")),
    "number": ("float | None", ("None", "listed=True", "ge=0")),
    "money": (
        "Decimal | None",
        ("None", 'unit=Title("元", "yuan")', 'widget="money"', "listed=True", "total=True", "ge=0",
         "max_digits=14", "decimal_places=2"),
    ),
    "date": ("date | None", ("None", "listed=True", "filterable=True")),
    "flag": ("bool | None", ("None", "listed=True", "filterable=True")),
    "phone": ("str", ('""', 'widget="phone"', "max_length=40", "personal=True")),
    "unit": ("UnitRef | None", ("None", "listed=True", "filterable=True")),
    "account": ("AccountRef | None", ("None", "listed=True")),
    "organisation": ("OrganisationRef | None", ("None", "listed=True")),
    "choice": ("", ("None", "listed=True", "filterable=True")),
}  # fmt: skip
_IMPORTED: Final = frozenset({"AccountRef", "Decimal", "Kind", "Options", "OrganisationRef", "Title",
                              "UnitRef"})  # fmt: skip
_REFS: Final = {"unit": "UnitRef", "account": "AccountRef", "organisation": "OrganisationRef"}


def files_of(wish: Wish) -> dict[str, str]:
    """File name → content."""
    return {
        "__init__.py": "",
        "apps.py": _apps(wish),
        "kinds.py": "\n".join(_kinds(wish)),
        "README.md": _readme(wish),
    }


def _apps(wish: Wish) -> str:
    return f'''"""{wish.titles.en}: what the rail and the start page show of it."""

from jiedao.kernel.application import Application
from jiedao.kernel.titles import Title


class {camel(wish.name)}Config(Application):
    name = "jiedao.applications.{wish.name}"
    key = "{wish.name}"
    titles = {_title(wish.titles)}
    icon = "{wish.icon}"
    order = 500
    # The engines and foundations that its files import; a test holds it against the imports.
    uses = ()
'''


def _kinds(wish: Wish) -> Iterator[str]:
    yield f'"""{wish.titles.en}: its kind of record, and what one says of each."""'
    yield ""
    yield from _imports(wish)
    yield ""
    yield f'{_constant(wish)} = "{wish.kind}"'
    for asked in wish.attributes:
        if asked.options:
            yield from _options(asked)
    if wish.attributes:
        yield from _model(wish)
    else:
        yield ""
    yield from _declaration(wish)
    yield ""


def _imports(wish: Wish) -> Iterator[str]:
    sorts = {asked.sort for asked in wish.attributes}
    standard = [
        line
        for sort, line in (
            ("date", "from datetime import date"),
            ("money", "from decimal import Decimal"),
        )
        if sort in sorts
    ]
    yield from [*standard, ""] if standard else []
    names = sorted(_REFS[sort] for sort in sorts & _REFS.keys())
    if "choice" in sorts:
        names = sorted([*names, "Options"])
    if sorts:
        yield "from pydantic import BaseModel"
        yield ""
        yield f"from jiedao.kernel.attributes import {', '.join([*names, 'attribute'])}"
    yield "from jiedao.kernel.declarations import Kind"
    yield "from jiedao.kernel.titles import Title"


def _options(asked: Asked) -> Iterator[str]:
    yield from ("", "", f"class {camel(asked.name)}(Options):")
    yield f'    """{asked.titles.en}: the values one may choose."""'
    yield ""
    for key, titles in asked.options:
        yield f'    {key.upper()} = "{key}", {_word(titles.zh)}, {_word(titles.en)}'


def _model(wish: Wish) -> Iterator[str]:
    yield from ("", "", f"class {_model_name(wish)}(BaseModel):")
    yield '    """What is said of one, besides what every record of its family says."""'
    yield ""
    for asked in wish.attributes:
        kind, told = _TYPES[asked.sort]
        kind = kind or f"{camel(asked.name)} | None"
        yield f"    {asked.name}: {kind} = attribute("
        yield f"        {_title(asked.titles)},"
        yield from (f"        {one}," for one in told)
        yield "    )"
    yield from ("", "")


def _declaration(wish: Wish) -> Iterator[str]:
    yield "KINDS = ("
    yield "    Kind("
    yield f"        {_constant(wish)},"
    yield f'        "{wish.family}",'
    yield f"        {_title(wish.titles)},"
    yield f'        "{wish.name}",'
    if wish.attributes:
        yield f"        attributes={_model_name(wish)},"
    yield f'        icon="{wish.icon}",'
    yield f'        prefix="{wish.prefix}",'
    yield "    ),"
    yield ")"


def _readme(wish: Wish) -> str:
    return f"""# {wish.titles.zh} · {wish.titles.en}

One kind of record, `{wish.kind}`, of the family `{wish.family}`. `apps.py` says what the
application is called, `kinds.py` what one record says; everything else follows from these
(`docs/adding-an-application.md`).

| where | what |
|---|---|
| `/r/{wish.kind}/` | list, board, form, record, history |
| `/r/{wish.kind}/template/` | Excel template; import and export beside it |
| `/api/v1/records/{wish.kind}` | the same over HTTP, described in `/api/v1/docs` |
"""


def camel(name: str) -> str:
    """``heritage_trees`` → ``HeritageTrees``."""
    return "".join(part.capitalize() for part in name.split("_"))


def _model_name(wish: Wish) -> str:
    """Apart from the options, which are called like their attributes."""
    name = camel(wish.kind)
    options = {camel(asked.name) for asked in wish.attributes if asked.options}
    return f"{name}Record" if name in _IMPORTED | options else name


def _constant(wish: Wish) -> str:
    return wish.kind.upper()


def _title(titles: Title) -> str:
    return f"Title({_word(titles.zh)}, {_word(titles.en)})"


def _word(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
