"""What the tests of the API share: asking it, and its document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from serving import serving

ROOT = "/api/v1"


@pytest.fixture(scope="session")
def served(corona_home: Path) -> Iterator[str]:
    """The address of ``duidelijk serve`` on the five editions."""
    yield from serving(corona_home)


@pytest.fixture
def ask(site: Client) -> Callable[..., HttpResponse]:
    """Asks the API of the five editions: ``ask("figures?region=NL01", HTTP_ACCEPT="text/csv")``."""

    def ask(resource: str, **headers: Any) -> HttpResponse:
        response: HttpResponse = site.get(f"{ROOT}/{resource}", **headers)
        return response

    return ask


@pytest.fixture
def told(ask: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """The same as a document, when all is well."""

    def told(resource: str) -> Any:
        response = ask(resource)
        assert response.status_code == 200, response.content
        return response.json()  # type: ignore[attr-defined]

    return told
