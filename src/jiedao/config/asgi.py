"""The ASGI application that granian serves on the live port."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
django.setup()

from jiedao.config.listeners import reach_of_session  # noqa: E402
from jiedao.web.live.server import LiveServer  # noqa: E402

application = LiveServer(reach_of_session)
