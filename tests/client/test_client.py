"""The client against a real server: whole frames, with clear errors."""

from __future__ import annotations

import builtins
import datetime as dt
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.client import Duidelijk, MadeUpFigures, NotThere, Unreachable, WrongQuestion
from duidelijk.client.frames import CHANGES, DECISIONS, FIGURES, SIGNALS, WHOLE
from duidelijk.editions.edition import Edition
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import camel


@pytest.fixture
def monitor(address: str) -> Duidelijk[pl.DataFrame]:
    return Duidelijk(address, lang="en")


@pytest.fixture
def edition(corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / "2021-5")


def test_all_pages_come_as_one_frame(monitor: Duidelijk[pl.DataFrame], edition: Edition) -> None:
    found = monitor.figures()
    own = edition.figures().select(found.columns)
    assert len(found) == len(own) > 10_000
    for name in ("indicator", "region", "period", "value", "lower", "n", "published"):
        assert found[name].to_list() == own[name].to_list()
    assert found.schema["value"] == pl.Float64
    assert found.schema["period_start"] == pl.Date


def test_filters_go_along(monitor: Duidelijk[pl.DataFrame]) -> None:
    found = monitor.figures(
        indicator=["bijstand_personen", "eenzaam"],
        region="NL01",
        group="leeftijd:70+",
        from_=dt.date(2015, 1, 1),
    )
    assert set(found["indicator"]) <= {"bijstand_personen", "eenzaam"}
    assert set(found["group"]) <= {"leeftijd:70+"}
    known = monitor.figures(indicator="werkloze_beroepsbevolking", known_on="2021-02-01")
    assert known["published"].max() <= dt.date(2021, 2, 1)
    fell = monitor.changes(verdict="fallen", main=True)
    assert set(fell["verdict"]) == {"fallen"}
    assert set(fell["main"]) == {True}


def test_an_edition_is_asked_once_and_for_all_or_each_time(address: str) -> None:
    of_march = Duidelijk(address, edition="2021-1")
    assert len(of_march.figures()) == 9336
    assert len(of_march.figures(edition="2021-5")) == 15_389
    assert len(of_march.striking()) == 26
    assert of_march.answer("themes")["edition"]["id"] == "2021-1"


def test_every_list_has_its_columns(monitor: Duidelijk[pl.DataFrame]) -> None:
    for name in ("striking", "themes", "indicators", "groups", "regions", "releases", "editions"):
        frame = getattr(monitor, name)()
        assert frame.columns == list(WHOLE[name])
        assert len(frame) > 0
    empty = monitor.regions(region_level="ggd", edition="2021-1")
    assert (len(empty), empty.columns) == (0, list(WHOLE["regions"]))
    said = monitor.duiding(theme="gedrag", target_group=["jongeren"])
    assert (len(said), said.columns) == (0, list(WHOLE["duiding"])), "no session was held"
    raised = monitor.signals(theme="gedrag", stage="acting", late=False, edition="2021-1")
    assert (len(raised), raised.columns) == (0, list(SIGNALS)), "the edition sealed none"
    decided = monitor.decisions(edition="2021-1")
    assert (len(decided), decided.columns) == (0, list(DECISIONS))
    assert monitor.practices(audience="state").columns == list(WHOLE["practices"])
    assert monitor.local(theme="onderwijs").columns == list(WHOLE["local"])
    assert monitor.local_indicators().columns == list(WHOLE["local_indicators"])
    assert monitor.local_series(region="GM0228").columns == list(WHOLE["local_series"])
    assert monitor.indicator("eenzaam")["title"]["en"]
    assert monitor.edition("2021-1")["date"] == "2021-03-11"
    assert "Work and income" in monitor.themes()["title"].to_list()


def test_the_columns_are_those_of_the_api() -> None:
    shapes = {
        "figures": (schemas.Figure, FIGURES),
        "changes": (schemas.Change, CHANGES),
        "indicators": (schemas.IndicatorListed, WHOLE["indicators"]),
        "themes": (schemas.Theme, WHOLE["themes"]),
        "groups": (schemas.Group, WHOLE["groups"]),
        "regions": (schemas.Region, WHOLE["regions"]),
        "releases": (schemas.Release, WHOLE["releases"]),
    }
    for shape, columns in shapes.values():
        assert set(columns) == set(shape.model_fields)
    for name, shape in (
        ("striking", schemas.Development),
        ("duiding", schemas.Conclusion),
        ("editions", schemas.EditionListed),
        ("practices", schemas.Practice),
        ("local", schemas.LocalCell),
        ("local_indicators", schemas.LocalIndicator),
        ("local_series", schemas.LocalSeries),
    ):
        known = {field.alias or camel(key) for key, field in shape.model_fields.items()}
        assert {camel(each) for each in WHOLE[name]} <= known
    for columns, paged in ((SIGNALS, schemas.SignalListed), (DECISIONS, schemas.Decision)):
        assert set(columns) <= set(paged.model_fields)


def test_pandas_frames_hold_the_same(address: str, monitor: Duidelijk[pl.DataFrame]) -> None:
    query: dict[str, Any] = {"indicator": "werkloze_beroepsbevolking", "region": "NL01"}
    found = Duidelijk(address, frame="pandas").figures(**query)
    wanted = monitor.figures(**query)
    assert list(found.columns) == wanted.columns
    assert found["value"].to_list() == wanted["value"].to_list()
    assert found["period_start"].dt.date.to_list() == wanted["period_start"].to_list()
    assert found["n"].isna().all()
    empty = Duidelijk(address, frame="pandas").regions(region_level="ggd", edition="2021-1")
    assert list(empty.columns) == list(WHOLE["regions"])


def test_without_pandas_it_says_what_to_install(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def missing(name: str, *others: Any, **named: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return imported(name, *others, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ImportError, match="pip install pandas"):
        Duidelijk(address, frame="pandas").themes()


def test_mistakes_are_told_as_the_api_tells_them(monitor: Duidelijk[pl.DataFrame]) -> None:
    with pytest.raises(NotThere, match="did you mean eenzaam"):
        monitor.figures(indicator="eenzam")
    with pytest.raises(WrongQuestion, match="write it like 2021-03-11"):
        monitor.figures(known_on="11 maart")
    with pytest.raises(NotThere, match="did you mean 2021-5"):
        monitor.figures(edition="2021-6")
    with pytest.raises(WrongQuestion, match="https"):
        Duidelijk("monitor.example.nl")
    with pytest.raises(WrongQuestion, match="polars and of pandas"):
        Duidelijk("https://example.nl", frame="arrow")  # type: ignore[call-overload]


class _Site(http.server.ThreadingHTTPServer):
    """A site that gives the answers it was told to, in turn."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[tuple[int, str]] = []
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, body = self.server.answers.pop(0)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body.encode())))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[_Site]:
    with _Site() as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()


def _answer(pages: int, number: int, *, synthetic: bool = False) -> str:
    return json.dumps(
        {
            "edition": {
                "id": "2030-1",
                "synthetic": synthetic,
                "monitor": {"title": {"nl": "Storm", "en": "Storm"}},
            },
            "page": {"number": number, "size": 1, "count": pages, "pages": pages},
            "figures": [{"indicator": "x", "value": float(number), "newer": "field"}],
        }
    )


def test_a_busy_site_is_asked_again(site: _Site) -> None:
    site.answers += [(503, "busy"), (502, "busy"), (200, _answer(1, 1))]
    assert Duidelijk(site.address).figures()["value"].to_list() == [1.0]
    assert len(site.asked) == 3


def test_it_does_not_ask_for_ever(site: _Site) -> None:
    site.answers += [(503, '{"status": 503, "detail": "There is no edition yet"}')] * 9
    with pytest.raises(Unreachable, match="no edition yet"):
        Duidelijk(site.address).themes()
    assert len(site.asked) == 4


def test_a_site_that_says_to_come_back_much_later_is_left_alone(site: _Site) -> None:
    site.headers["Retry-After"] = "3600"
    site.answers.append((503, '{"status": 503, "detail": "There is no edition yet"}'))
    with pytest.raises(Unreachable, match="no edition yet"):
        Duidelijk(site.address).themes()
    assert len(site.asked) == 1


def test_pages_that_follow_are_of_the_same_edition(site: _Site) -> None:
    site.answers += [(200, _answer(3, number)) for number in (1, 2, 3)]
    assert Duidelijk(site.address).figures()["value"].to_list() == [1.0, 2.0, 3.0]
    assert "edition" not in site.asked[0]
    assert all("edition=2030-1" in each for each in site.asked[1:])
    assert [f"page={number}" in each for number, each in enumerate(site.asked, 1)][1:] == [
        True,
        True,
    ]


def test_pages_of_what_stands_today_name_no_edition(site: _Site) -> None:
    for number in (1, 2):
        told = {"page": {"number": number, "size": 1, "count": 2, "pages": 2}}
        told["signals"] = [{"number": number, "title": {"nl": "Stages", "en": ""}}]  # type: ignore[assignment]
        site.answers.append((200, json.dumps(told)))
    found = Duidelijk(site.address).signals(addressee="ministerie-van-ocw")
    assert found["number"].to_list() == [1, 2]
    assert found["title"].to_list() == ["Stages", "Stages"]
    assert not any("edition" in each for each in site.asked)


def test_a_signal_and_what_the_figures_did_come_as_the_api_has_them(site: _Site) -> None:
    site.answers += [
        (200, json.dumps({"signal": {"number": 3, "stage": "done"}})),
        (200, json.dumps({"edition": {"id": "2021-6"}, "effect": [{"action": "a1"}]})),
    ]
    monitor = Duidelijk(site.address, lang="en")
    assert monitor.signal(3)["stage"] == "done"
    assert monitor.effect(3)[0]["action"] == "a1"
    assert site.asked[1].endswith("/signals/3/effect?lang=en")


def test_made_up_figures_are_warned_of_once(site: _Site) -> None:
    site.answers += [(200, _answer(2, number, synthetic=True)) for number in (1, 2)]
    with pytest.warns(MadeUpFigures, match="Storm") as told:
        Duidelijk(site.address).figures()
    assert len(told) == 1
    assert told[0].filename == __file__


def test_what_is_no_api_is_told(site: _Site, address: str) -> None:
    site.answers += [(404, "<html>"), (200, "<html>"), (200, "[1]")]
    with pytest.raises(NotThere, match="no API of Duidelijk"):
        Duidelijk(site.address).themes()
    for _ in range(2):
        with pytest.raises(Unreachable, match="no answer of an API"):
            Duidelijk(site.address).themes()
    with pytest.raises(Unreachable, match="does not answer"):
        Duidelijk("http://127.0.0.1:9", timeout=0.2).themes()
    assert len(Duidelijk(f"{address}/api/v1/").themes()) == 5


def test_it_needs_nothing_of_the_rest() -> None:
    program = (
        "import sys, duidelijk.client; "
        "print([each for each in sys.modules if each.startswith(('duidelijk.', 'django', 'polars'))"
        " and not each.startswith('duidelijk.client')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
