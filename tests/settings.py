"""Settings of the test runs: a throw-away data folder, and what only costs time switched off."""

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="jiedao-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["JIEDAO_HOME"] = _home

from jiedao.config.settings import *  # noqa: E402, F403
from jiedao.config.settings import DATABASES, HOME, STATIC_ROOT, STORAGES  # noqa: E402

CHECKOUT = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
"""Names what this checkout keeps where others keep theirs."""

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, as in service: several connections, WAL and locks behave as they will there.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"] + " PRAGMA synchronous=OFF;"
else:
    # One server may serve several checkouts at once.
    DATABASES["default"]["TEST"] = {"NAME": f"test_jiedao_{CHECKOUT}"}
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"

# Of the tests none proves anything about the strength of a hash.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Pages name their static files as they are: nothing is gathered for a test.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
