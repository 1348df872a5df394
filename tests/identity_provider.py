"""An identity provider on its own: a second Django with allauth's, run as ``python FILE PORT DB``.

It knows one client, ``duidelijk``, and the people named in ``PEOPLE``; the second's address is not
verified.
"""

from __future__ import annotations

import sys
from wsgiref.simple_server import make_server

PEOPLE = {"bea@helmond.nl": True, "dirk@helmond.nl": False, "ester@helmond.nl": True}
PASSWORD = "een wachtwoord van elders"
SECRET = "een geheim tussen twee servers"


def _configure(database: str, key: str) -> None:
    from django.conf import settings

    settings.configure(
        SECRET_KEY="x" * 50,
        DEBUG=False,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"],
                },
            }
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_RATE_LIMITS=False,
        SESSION_COOKIE_NAME="provider_session",
        CSRF_COOKIE_NAME="provider_csrf",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        IDP_OIDC_PRIVATE_KEY=key,
    )


def _private_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    shape = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    return key.private_bytes(*shape, serialization.NoEncryption()).decode()


def _fill(site: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User

    for email, verified in PEOPLE.items():
        user = User.objects.create_user(email, email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    client = Client(id="duidelijk", name="Duidelijk", scopes="openid\nprofile\nemail")
    client.redirect_uris = "\n".join(
        f"{site}{root}/account/oidc/organisatie/login/callback/" for root in ("", "/en")
    )
    client.skip_consent = True
    client.set_secret(SECRET)
    client.save()


urlpatterns: list[object] = []


def main() -> None:
    port, database, site = sys.argv[1:]
    _configure(database, _private_key())
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    call_command("migrate", verbosity=0)
    _fill(site)
    urlpatterns[:] = [
        path("", include("allauth.idp.urls")),
        path("accounts/", include("allauth.urls")),
    ]
    sys.modules[__name__].urlpatterns = urlpatterns  # type: ignore[attr-defined]
    with make_server("127.0.0.1", int(port), get_wsgi_application()) as server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
