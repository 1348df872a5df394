"""Django's settings; everything that differs between instances comes from the environment.

Documented in ``docs/reference/settings.md``; a test fails when one is not.
"""

from __future__ import annotations

import os
import secrets
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from duidelijk.foundation.home import Home

HOME = Home.from_environment()


def _list(name: str, default: str) -> list[str]:
    return [each.strip() for each in os.environ.get(name, default).split(",") if each.strip()]


def _yes(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


# Without a key given one lasts as long as the process: nothing signed outlives a restart.
SECRET_KEY = os.environ.get("DUIDELIJK_SECRET_KEY") or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = _list("DUIDELIJK_HOSTS", "127.0.0.1,localhost,[::1]")
HTTPS = _yes("DUIDELIJK_HTTPS")
ADDRESS = os.environ.get("DUIDELIJK_ADDRESS", "").rstrip("/")
"""Where readers find this site, as ``https://monitor.example.nl``: for feeds and citations."""
CONTACT = os.environ.get("DUIDELIJK_CONTACT", "")
"""The e-mail address of who looks after this site, for those who use its figures."""
THEME = os.environ.get("DUIDELIJK_THEME", "")
"""Path of a stylesheet that is loaded after our own: an organisation's house style."""
HEALTH_TOKEN = os.environ.get("DUIDELIJK_HEALTH_TOKEN", "")
"""Who shows it may see how the instance does from another machine."""
SECURITY_CONTACT = _list("DUIDELIJK_SECURITY_CONTACT", "")
"""Where a weakness can be reported, for security.txt."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # ours stand before allauth, so that our templates are found first
    "duidelijk.web.accounts",
    "duidelijk.web.agenda",
    "duidelijk.web.audit",
    "duidelijk.web.data_desk",
    "duidelijk.web.declaring",
    "duidelijk.web.door",
    "duidelijk.web.duiding",
    "duidelijk.web.editorial",
    "duidelijk.web.local",
    "duidelijk.web.workspace",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "duidelijk.web.operations",
    "duidelijk.web.questions",
    "duidelijk.web.notices",
    "duidelijk.web.dashboard",
    "duidelijk.web.api",
]

MIDDLEWARE = [
    "duidelijk.web.caching.PageCache",
    "duidelijk.web.api.gate.Gate",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "duidelijk.web.workspace.language.LanguageOfAddress",
    "duidelijk.web.workspace.privacy.BehindTheDoor",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "duidelijk.web.urls"
WSGI_APPLICATION = "duidelijk.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["duidelijk.web.workspace.rendering.for_libraries"],
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
USE_I18N = True
"""For the forms of libraries; our own words are in words.yaml, see ``web.words``."""
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

FILE_UPLOAD_HANDLERS = ["duidelijk.web.data_desk.receiving.Receiving"]
"""A file comes in where the data desk asks for one, and nowhere else."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
"""Who pastes a million characters into a form is told that it is too long, and gets it back; the
widest of them take nine bytes in a form."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
"""The form of a table asks as much as seven things of a column, and two of a text."""

STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
"""Shared between processes: the limits on signing in are counted in it."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "duidelijk.web.accounts.passwords.NotLikeYou",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "duidelijk.web.accounts.passwords.MinimumLength", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace_front"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "duidelijk.web.workspace.views.form_too_old"
ACCOUNT_ADAPTER = "duidelijk.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
"""An invitation reached the address already."""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
_DOOR = "duidelijk.web.door.forms"
ACCOUNT_FORMS = {
    "login": f"{_DOOR}.SignIn",
    "reauthenticate": f"{_DOOR}.Again",
    "change_password": f"{_DOOR}.ChangePassword",
    "set_password": f"{_DOOR}.SetPassword",
    "reset_password": f"{_DOOR}.AskLink",
    "reset_password_from_key": f"{_DOOR}.NewPassword",
}
SOCIALACCOUNT_FORMS = {"disconnect": f"{_DOOR}.Unlink"}
SOCIALACCOUNT_ADAPTER = "duidelijk.web.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
MFA_ADAPTER = "duidelijk.web.accounts.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": f"{_DOOR}.Code",
    "reauthenticate": f"{_DOOR}.CodeAgain",
    "activate_totp": f"{_DOOR}.StartApp",
    "add_webauthn": f"{_DOOR}.AddKey",
    "edit_webauthn": f"{_DOOR}.RenameKey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Duidelijk"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
"""Browsers themselves allow keys on http only from this very machine."""

OIDC_ISSUER = os.environ.get("DUIDELIJK_OIDC_ISSUER", "").rstrip("/")
"""Address of the identity provider for single sign-on."""
OIDC_VOUCHES = _yes("DUIDELIJK_OIDC_VOUCHES")
"""Whether addresses count as verified of which the provider does not say so: only for a provider
that serves one organisation, which gives out the addresses itself."""
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organisatie",
                    "name": os.environ.get("DUIDELIJK_OIDC_NAME", "Single sign-on"),
                    "client_id": os.environ.get("DUIDELIJK_OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("DUIDELIJK_OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }

MAIL = bool(os.environ.get("DUIDELIJK_SMTP_HOST"))
"""Whether letters can be sent at all."""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST = os.environ.get("DUIDELIJK_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("DUIDELIJK_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("DUIDELIJK_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DUIDELIJK_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("DUIDELIJK_SMTP_SECURITY", "starttls") == "starttls"
EMAIL_USE_SSL = os.environ.get("DUIDELIJK_SMTP_SECURITY", "") == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DUIDELIJK_MAIL_FROM", "duidelijk@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        # Chromium also looks at where a form is sent on to: the identity provider
        "form-action": [SELF, *([_origin(OIDC_ISSUER)] if OIDC_ISSUER else [])],
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
    SECURE_REDIRECT_EXEMPT = [r"^gezondheid(/|$)"]  # asked by who watches, on the machine itself
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "duidelijk.web.operations.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
