"""The ASGI application: live events, on a port of their own."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
django.setup()

from jiedao.config.listeners import town_of_session  # noqa: E402
from jiedao.web.live.server import LiveServer  # noqa: E402

application = LiveServer(town_of_session)
