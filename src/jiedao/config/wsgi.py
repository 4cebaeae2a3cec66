"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from jiedao.config.serving.supervisor import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedao.config.settings")
# A web process must not outlive a killed server: it would keep the port.
die_with_parent()
application = get_wsgi_application()
