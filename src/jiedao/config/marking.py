"""What leaves a town replayed is marked as simulated: file names, and every answer's head."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase

from jiedao.kernel import towns

MARK: Final = "模拟"
HEADER: Final = "X-Jiedao-Simulated"
_PLAIN: Final = re.compile(r'filename="([^"]*)"')
_CODED: Final = re.compile(r"filename\*=utf-8''([^;]*)", re.IGNORECASE)


class Marked:
    """Puts “模拟-” before the name of every file that is downloaded from a town replayed."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        disposition = response.headers.get("Content-Disposition", "")
        if disposition.startswith("attachment") and towns.replayed():
            response.headers["Content-Disposition"] = _marked(disposition)
            response.headers[HEADER] = "1"
        return response


def _marked(disposition: str) -> str:
    """The header with the mark before the name, in the form that holds every sign."""
    coded, plain = _CODED.search(disposition), _PLAIN.search(disposition)
    name = coded[1] if coded else quote(plain[1]) if plain else "file"
    return f"attachment; filename*=utf-8''{quote(MARK)}-{name}"
