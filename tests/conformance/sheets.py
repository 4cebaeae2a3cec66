"""Reading a form out of a page, so that it can be sent as a browser would send it."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Names and values of the fields of the last form of a page that posts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: dict[str, Any] = dict(attrs)
        name = said.get("name", "")
        if tag == "form":
            self.found = {}
        elif tag == "input":
            self._input(name, said)
        elif tag == "textarea":
            self._area = name
            self.found.setdefault(name, [""])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in said:
            self.found.setdefault(self._select, []).append(said.get("value") or "")

    def _input(self, name: str, said: dict[str, Any]) -> None:
        ticked = said.get("type") not in ("checkbox", "radio") or "checked" in said
        if name and ticked and said.get("type") not in ("file", "submit"):
            self.found.setdefault(name, []).append(said.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.found[self._area][0] = self.found[self._area][0].removeprefix("\n")
            self._area = ""
        elif tag == "select":
            self._select = ""


def fields(html: str) -> dict[str, list[str]]:
    """What a browser would send of the form in a page, as it stands."""
    main = html[html.index("<main") :] if "<main" in html else html
    end = main.rindex("</form>")
    reader = _Fields()
    reader.feed(main[main.rindex("<form", 0, end) : end])
    return reader.found
