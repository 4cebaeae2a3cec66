"""The context processor of every page."""

from typing import Any

from django.http import HttpRequest

from jiedao.web.shell import Shell, base_template


def shell(request: HttpRequest) -> dict[str, Any]:
    """``shell`` (the frame, lazily), ``town``, and ``base_template`` for ``{% extends %}``."""
    frame = Shell(request)
    return {"shell": frame, "town": frame.town, "base_template": base_template(request)}
