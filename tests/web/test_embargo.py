"""An edition under embargo does not exist for readers; then, by itself, it does."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.catalogue import Text
from duidelijk.editions.publishing import publish
from duidelijk.editions.texts import Publication, Texts
from duidelijk.foundation.home import Home

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def waiting(
    corona_home: Path, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> tuple[Client, list[float]]:
    """A site whose newest edition is out in an hour, and the clock it goes by."""
    clock = [NOW.timestamp()]
    monkeypatch.setattr("duidelijk.web.library.time.time", lambda: clock[0])
    for id_, minutes in (("2021-4", -60), ("2021-5", 60)):
        moment = NOW + dt.timedelta(minutes=minutes)
        review = corona_home / "editions" / id_
        publish(review, tmp_path / "editions", Texts(publication=Publication(moment)))
    settings.HOME = Home(tmp_path)  # type: ignore[attr-defined]
    return Client(HTTP_HOST="127.0.0.1"), clock


def test_nothing_tells_of_an_edition_before_its_time(
    waiting: tuple[Client, list[float]],
) -> None:
    site, clock = waiting
    pages = ["/", "/en/", "/edities", "/feed.atom", "/thema/gedrag", "/zoek?q=eenzaam"]
    for page in pages:
        answer = site.get(page)
        assert answer.status_code == 200
        assert "2021-5" not in answer.content.decode(), page
    hidden = [
        "/edities/2021-5",
        "/edities/2021-5/bestanden/figures.csv",
        "/edities/2021-5/opvallend",
    ]
    assert [site.get(page).status_code for page in hidden] == [404] * 3
    clock[0] += 3601
    assert [site.get(page).status_code for page in hidden] == [200] * 3
    assert "2021-5" in site.get("/").content.decode()


@pytest.mark.django_db
def test_the_health_page_does_not_tell_either(waiting: tuple[Client, list[float]]) -> None:
    site, _ = waiting
    assert "2021-5" not in json.dumps(site.get("/gezondheid").json())


def test_an_edition_sealed_anew_under_its_number_is_read_anew(
    waiting: tuple[Client, list[float]], corona_home: Path, tmp_path: Path
) -> None:
    site, clock = waiting
    assert site.get("/edities/2021-5").status_code == 404  # and it is in memory now
    shutil.rmtree(tmp_path / "editions/2021-5")
    other = Texts(
        texts={"opening": Text("Andere woorden.", "Other words.")},
        publication=Publication(NOW + dt.timedelta(minutes=30)),
    )
    publish(corona_home / "editions/2021-5", tmp_path / "editions", other)
    clock[0] += 2 * 3600
    assert "Andere woorden." in site.get("/edities/2021-5").content.decode()
