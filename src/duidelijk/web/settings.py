"""Django's settings; everything that differs between instances comes from the environment.

Documented in ``docs/reference/settings.md``; a test fails when one is not.
"""

from __future__ import annotations

import os
import secrets

import dj_database_url
from csp.constants import NONE, SELF

from duidelijk.foundation.home import Home

HOME = Home.from_environment()


def _list(name: str, default: str) -> list[str]:
    return [each.strip() for each in os.environ.get(name, default).split(",") if each.strip()]


def _yes(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


# Without a key given one lasts as long as the process: nothing signed outlives a restart.
SECRET_KEY = os.environ.get("DUIDELIJK_SECRET_KEY") or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = _list("DUIDELIJK_HOSTS", "127.0.0.1,localhost,[::1]")
HTTPS = _yes("DUIDELIJK_HTTPS")
ADDRESS = os.environ.get("DUIDELIJK_ADDRESS", "").rstrip("/")
"""Where readers find this site, as ``https://monitor.example.nl``: for feeds and citations."""
THEME = os.environ.get("DUIDELIJK_THEME", "")
"""Path of a stylesheet that is loaded after our own: an organisation's house style."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "duidelijk.web.operations",
    "duidelijk.web.questions",
    "duidelijk.web.dashboard",
]

MIDDLEWARE = [
    "duidelijk.web.caching.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "duidelijk.web.urls"
WSGI_APPLICATION = "duidelijk.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{HOME.database}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = False
"""The language stands in the address and the words in words.yaml; see ``web.words``."""
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
