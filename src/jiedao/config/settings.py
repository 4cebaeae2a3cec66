"""Django settings; what an administrator may choose is listed in ``environment.py``."""

from pathlib import Path

from jiedao.config import environment
from jiedao.config.keys import kept_secrets

HOME = environment.home()
HOME.mkdir(parents=True, exist_ok=True)
PORT = environment.number("JIEDAO_PORT", 8000)
LIVE_PORT = environment.number("JIEDAO_LIVE_PORT", PORT + 1)
LIVE_URL = environment.text("JIEDAO_LIVE_URL")
DEBUG = environment.flag("JIEDAO_DEBUG")

SECRET_KEY, *SECRET_KEY_FALLBACKS = environment.words("JIEDAO_SECRET_KEY", "") or kept_secrets(
    HOME / "keys" / "secret.key"
)
ALLOWED_HOSTS = environment.words("JIEDAO_HOSTS", "127.0.0.1,localhost,[::1]")
DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "staff.Account"

_APPLICATIONS = Path(__file__).parent.parent / "applications"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "jiedao.kernel",
    "jiedao.web",
    "jiedao.foundation.sheets",
    "jiedao.foundation.search",
    "jiedao.foundation.files",
    "jiedao.foundation.places",
    "jiedao.foundation.workdays",
    "jiedao.foundation.parties",
    "jiedao.foundation.staff",
    "jiedao.foundation.catalogue",
    "jiedao.foundation.town",
    "jiedao.foundation.datasets",
    "jiedao.foundation.records",
    "jiedao.foundation.things",
    "jiedao.engines.cases",
    "jiedao.engines.visits",
    "jiedao.engines.projects",
    "jiedao.engines.activities",
    "jiedao.engines.services",
    "jiedao.engines.mirror",
    "jiedao.engines.indicators",
    "jiedao.engines.mining",
    "jiedao.engines.reports",
    *[
        f"jiedao.applications.{folder.name}"
        for folder in sorted(_APPLICATIONS.iterdir())
        if (folder / "apps.py").exists()
    ],
    "jiedao.portal",
    "jiedao.centre",
    "jiedao.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "jiedao.config.edge.Edge",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiedao.config.straight.Straight",
    "jiedao.config.marking.Marked",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiedao.foundation.staff.signing.sessions.AccountSessions",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jiedao.web.refusals.Refusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "jiedao.config.urls"
WSGI_APPLICATION = "jiedao.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiedao.web.context.shell",
            ],
        },
    }
]
# Sign-in: user name and password, TOTP where the account has it; no sign-up, nothing by e-mail.
# Lockout is kept on the account's row; the limits here only slow down a single address, behind
# which a whole office may sit.
AUTHENTICATION_BACKENDS = ["jiedao.foundation.staff.signing.backend.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "jiedao.foundation.staff.signing.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "jiedao.foundation.staff.signing.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "jiedao.foundation.staff.signing.forms.CodeForm",
    "reauthenticate": "jiedao.foundation.staff.signing.forms.CodeAgainForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# Static files are gathered once per version by `jiedao migrate` under names that hold their
# digest, so that browsers may keep them for ever; a developer sees every change at once.
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
MIRROR_ROOT = HOME / "mirror"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "jiedao.config.static.DigestStorage"
    },
}

# Uploads: a JSON or form text of 1 MB, with its photos 30 MB; beyond, a sentence (edge.py).
MAX_POST_BYTES = 30 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o640

# A page may load nothing but its own files and the map tiles named here, be framed by nobody, and tells no other site
# where the reader came from.
TILE_HOSTS = environment.words("JIEDAO_TILE_HOSTS", "")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jiedao.web.refusals.csrf_failure"
TRUSTED_PROXIES = environment.number("JIEDAO_PROXIES", 0)
if environment.flag("JIEDAO_HTTPS"):
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"jiedao": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
