"""The only reader of the environment. What would be unsafe to guess is an error, not a default."""

from os import environ
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment, mail

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. `./tokkyu run` sets it; README.md lists what else needs it."
        )
    return value


SECRET_KEY = required("TOKKYU_SECRET_KEY")
DEBUG = environ.get("TOKKYU_DEBUG") == "1"
DEMO = environ.get("TOKKYU_DEMO") == "1"
ALLOWED_HOSTS = environ.get("TOKKYU_ALLOWED_HOSTS", "127.0.0.1 localhost [::1]").split()
VAR = Path(environ.get("TOKKYU_VAR", BASE_DIR / "var"))
ISSUER_LEDGER = Path(environ.get("TOKKYU_ISSUER_LEDGER", VAR / "issuer.sqlite"))
# Where the issuer's program takes sealed password-set requests (docs/passwords.md).
ISSUER_SOCKET = Path(environ.get("TOKKYU_ISSUER_SOCKET", VAR / "issuer" / "issuer.sock"))
# Behind a proxy that ends TLS, this is 1: cookies travel on https only and browsers remember it.
HTTPS = environ.get("TOKKYU_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "django_htmx",
    "desks",
    "paper",
    "eligibility",
    "fees",
    "delivery",
    "intake",
]
MIDDLEWARE = [
    "config.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed by default: a page without a login says so itself.
    "desks.wall.LoginWall",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Without the cached loader every form costs three to four times as much.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desks.context.desk",
            ],
        },
    }
]
FORM_RENDERER = "desks.renderer.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "tokkyu"
CRISPY_TEMPLATE_PACK = "tokkyu"
CRISPY_FAIL_SILENTLY = False

# The web server's own variable: each of its threads may need a connection at the same time.
WEB_THREADS = int(environ.get("GRANIAN_BLOCKING_THREADS", "0"))
DATABASES = {"default": environment.database(required("DATABASE_URL"), WEB_THREADS)}
if environ.get("DATABASE_OWNER_URL"):
    DATABASES["owner"] = environment.database(environ["DATABASE_OWNER_URL"])
# The worker's login, for `manage.py roles`; the worker itself is started with it as DATABASE_URL.
WORKER: dict[str, Any] = environment.database(environ.get("DATABASE_WORKER_URL") or environ["DATABASE_URL"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "desks.cache.MayBeAway",
        "LOCATION": environment.redis(REDIS_URL, 1),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    },
    # Parts of pages that are the same for everybody, kept in the process: nothing of a person is ever in them.
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": None},
    "rates": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rates",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

AUTH_USER_MODEL = "desks.Staff"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "home"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-tokkyu" if HTTPS else "tokkyu"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "desks.wall.csrf_failure"
COUNTER_COOKIE_NAME = "__Host-counter" if HTTPS else "counter"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Whose address is counted: behind that proxy it is the last one that the proxy has seen.
NINJA_NUM_PROXIES = 1 if HTTPS else 0
API_REQUESTS_A_MINUTE = int(environ.get("TOKKYU_API_REQUESTS_A_MINUTE", "120"))
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
# No upload is ever written to a disk: it may be a face. What is larger than the largest photo is not taken at all.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [
    BASE_DIR / "locale" / app
    for app in ("base", "desks", "eligibility", "fees", "intake", "delivery", "paper")
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
LANGUAGE_COOKIE_NAME = "language"
PRODUCT_NAME = _("Tokkyu")

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "desks.static.StaticFiles"},
}

CELERY_BROKER_URL = environment.broker(REDIS_URL)
CELERY_TASK_DEFAULT_QUEUE = "delivery"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
# Below the visibility timeout: a task that still runs is never handed to a second worker.
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is away for an hour is waited for an hour.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Celery would open a database connection for every task; each task checks the one it finds.
CELERY_DB_REUSE_MAX = 1_000_000
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
# A convenience: hand-offs do not need it, and news that is collected later is the same news.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "collect-news": {"task": "delivery.tasks.collect_news", "schedule": 60.0, "options": {"expires": 50}},
    # In the night: a closed day that was entered by mistake and taken back by then has changed nothing.
    "replan": {"task": "delivery.tasks.replan", "schedule": crontab(hour="3", minute="30")},
    "send-emails": {"task": "delivery.tasks.send_emails", "schedule": 60.0, "options": {"expires": 50}},
    "delete-expired": {"task": "intake.tasks.delete_expired", "schedule": 3600.0},
    "delete-drafts": {"task": "intake.tasks.delete_drafts", "schedule": 3600.0},
    "send-passwords": {"task": "intake.tasks.send_passwords", "schedule": 15.0, "options": {"expires": 10}},
}

# E-mail to residents is offered where a server is named. The demo writes it into a folder, to be looked at.
MAIL = mail.read(environ)
SENDS_EMAIL = DEMO or bool(MAIL.host)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.tls == "starttls", MAIL.tls == "tls"
# Seconds for each answer of the server.
EMAIL_TIMEOUT = 10
EMAIL_USE_LOCALTIME = True
DEFAULT_FROM_EMAIL = MAIL.sender
SITE = MAIL.site

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "desks.logs.WithoutValues", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # They tell every step of every page that is printed.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},
}
