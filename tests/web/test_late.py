"""An edition that was frozen while a source could not be reached says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.cli.freezing import freeze_editions
from duidelijk.cli.monitors import shipped_monitor
from duidelijk.foundation.home import Home
from duidelijk.sources.feed_state import FeedState


@pytest.fixture
def late_home(tmp_path: Path) -> Home:
    """Frozen while two feeds failed, one of them only years later."""
    home = Home(tmp_path)
    FeedState("80590ned", failing_since="2021-02-20T05:00:00+00:00", error="x").write(
        home.collected
    )
    FeedState("83693NED", failing_since="2030-02-20T05:00:00+00:00", error="x").write(
        home.collected
    )
    freeze_editions(home, shipped_monitor("corona"), ["2021-1"])
    return home


def test_the_pages_of_its_indicators_say_since_when(late_home: Home, settings: object) -> None:
    settings.HOME = late_home  # type: ignore[attr-defined]
    late = json.loads((late_home.editions / "2021-1" / "late.json").read_text(encoding="utf-8"))
    assert late["werkloosheidspercentage"] == {"feed": "80590ned", "since": "2021-02-20"}
    assert "consumentenvertrouwen" not in late

    def shown(path: str) -> str:
        return client.get(path).content.decode().replace("\u00a0", " ")

    client = Client(HTTP_HOST="127.0.0.1")
    page = shown("/edities/2021-1/indicator/werkloosheidspercentage")
    assert "ontbreken sinds 20 februari 2021" in page
    page = shown("/en/edities/2021-1/indicator/werkloosheidspercentage")
    assert "overdue since 20 February 2021" in page
    page = shown("/edities/2021-1/indicator/consumentenvertrouwen")
    assert "te laat sinds" not in page
