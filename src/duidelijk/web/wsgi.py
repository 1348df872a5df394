"""The WSGI application, for gunicorn and other servers."""

from __future__ import annotations

import logging
import os

from django.core.wsgi import get_wsgi_application

from duidelijk.web.operations.heads import without_bodies
from duidelijk.web.operations.proxies import behind_proxies, networks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duidelijk.web.settings")
application = behind_proxies(
    without_bodies(get_wsgi_application()),
    networks(os.environ.get("DUIDELIJK_PROXIES", "127.0.0.0/8,::1")),
)


def _prepare() -> None:
    """Bring the database up to date; the pages of editions do without it, so a server starts."""
    from duidelijk.web.operations.recording import prepare_database

    try:
        prepare_database()
    except Exception as error:
        logging.getLogger(__name__).error("the database is not in order: %s", error)


_prepare()
