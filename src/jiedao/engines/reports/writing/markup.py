r"""The prose as it is stored and edited without a script: plain lines with references in braces.

::

    # 2024年工作总结
    ## 民生保障
    **民生诉求有效解决。**办理民意速办{{requests_handled@2024}}，同比增长{{requests_handled@2024|growth}}。

A line is a block; ``{{key@period?filter=value&…|form}}`` is a reference. ``\`` before one of
``\ { * #`` takes away its meaning. What looks like a reference and is none stays text.
"""

import re

from jiedao.engines.reports.writing.document import (
    LEVELS,
    Block,
    Heading,
    Paragraph,
    Run,
    Text,
    Token,
)

_KEY = r"[a-z][a-z0-9_]*|fact:[1-9][0-9]*"
_VALUE = r"[^{}?&=|\s]"
_TOKEN = re.compile(
    rf"\{{\{{(?P<key>{_KEY})@(?P<period>[0-9A-Za-z.-]+)"
    rf"(?:\?(?P<filters>{_VALUE}+={_VALUE}*(?:&{_VALUE}+={_VALUE}*)*))?(?:\|(?P<form>\w+))?\}}\}}"
)
_PIECE = re.compile(rf"(?P<token>{_TOKEN.pattern})|\\(?P<plain>[\\{{*#])")
_HEADING = re.compile(rf"(#{{1,{LEVELS}}}) +(\S.*)")
_LEAD = re.compile(r"\*\*((?:\\[\\{*#]|[^*\\])+)\*\*")
_LOOKS = re.compile(r"\{\{[^{}]*\}?\}?")
_QUOTED = {char: f"%{ord(char):02X}" for char in "%{}?&=| \t\r\n\v\f\x1c\x1d\x1e\x1f"}
_HEX = re.compile(r"%([0-9A-F]{2})")


def parse(source: str) -> tuple[Block, ...]:
    """The blocks of a stored text; empty lines are nothing."""
    # Only what a form sends counts as the end of a line: other separators are text.
    lines = re.split(r"\r\n|\r|\n", source)
    return tuple(_block(line.strip()) for line in lines if line.strip())


def write(blocks: tuple[Block, ...]) -> str:
    """The stored text of blocks; ``parse`` gives the same blocks again."""
    return "\n".join(_written(block) for block in blocks)


def parse_token(source: str) -> Token | None:
    """One reference, or None where it is none."""
    match = _TOKEN.fullmatch(source)
    return _token(match) if match else None


def write_token(token: Token) -> str:
    """``{{requests_handled@2024H1?community=W|growth}}``."""
    pairs = "&".join(f"{_quote(name)}={_quote(value)}" for name, value in sorted(token.filters))
    form = f"|{token.form}" if token.form else ""
    return f"{{{{{token.key}@{token.period}{'?' if pairs else ''}{pairs}{form}}}}}"


def unread(paragraph: Paragraph) -> list[str]:
    """What looks like a reference and could not be read, as it was typed."""
    texts = (run.text for run in paragraph.runs if isinstance(run, Text))
    return [found for text in texts for found in _LOOKS.findall(text)]


def _block(line: str) -> Block:
    if heading := _HEADING.fullmatch(line):
        return Heading(len(heading[1]), _plain(heading[2]).strip())
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    return Paragraph(_runs(rest), _plain(lead[1]) if lead else "")


def _runs(source: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    held: list[str] = []
    at = 0
    for match in _PIECE.finditer(source):
        held.append(source[at : match.start()])
        at = match.end()
        if match["token"] is None:
            held.append(match["plain"])
            continue
        _flush(held, runs)
        runs.append(_token(match))
    held.append(source[at:])
    _flush(held, runs)
    return tuple(runs)


def _flush(held: list[str], runs: list[Run]) -> None:
    if text := "".join(held):
        runs.append(Text(text))
    held.clear()


def _token(match: re.Match[str]) -> Token:
    pairs = (pair.partition("=") for pair in (match["filters"] or "").split("&") if pair)
    filters = {_unquote(name): _unquote(value) for name, _, value in pairs}
    return Token(match["key"], match["period"], tuple(sorted(filters.items())), match["form"] or "")


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escaped(block.text)}"
    lead = f"**{_escaped(block.lead)}**" if block.lead else ""
    return lead + "".join(
        write_token(run) if isinstance(run, Token) else _escaped(run.text) for run in block.runs
    )


def _escaped(text: str) -> str:
    return re.sub(r"([\\{*#])", r"\\\1", text)


def _plain(text: str) -> str:
    return re.sub(r"\\([\\{*#])", r"\1", text)


def _quote(text: str) -> str:
    return "".join(_QUOTED.get(char, char) for char in text)


def _unquote(text: str) -> str:
    return _HEX.sub(lambda found: chr(int(found[1], 16)), text)
