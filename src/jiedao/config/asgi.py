"""The ASGI application that granian serves on the live port."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
django.setup()

from jiedao.config.listeners import town_of_session  # noqa: E402
from jiedao.config.serving.supervisor import die_with_parent  # noqa: E402
from jiedao.web.live.server import LiveServer  # noqa: E402

die_with_parent()
application = LiveServer(town_of_session)
