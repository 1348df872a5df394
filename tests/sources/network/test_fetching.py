"""Asking over real HTTP on loopback: files in parts, what did not change, and what breaks."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from replay.server import Fault, Replay, serving

from duidelijk.sources.asking import Unanswered
from duidelijk.sources.network import fetching
from duidelijk.sources.network.archive import Archive
from duidelijk.sources.network.fetching import Fetcher, Network, Unchanged
from duidelijk.sources.network.journal import Journal
from duidelijk.sources.network.politeness import Gate

FILE = "data.rivm.nl/covid-19/COVID-19_gedrag.csv"
ADDRESS = f"https://{FILE}"
BODY = bytes(range(256)) * 4000


@pytest.fixture
def files() -> Iterator[Replay]:
    with serving(Replay(files={FILE: BODY}), pack=False) as replay:
        yield replay


@pytest.fixture
def ask(files: Replay, tmp_path: Path) -> Iterator[Fetcher]:
    network = Network(files.address, pause=0.001)
    yield Fetcher(network, Archive(tmp_path / "raw"), Journal(tmp_path / "underway"))
    network.close()


def test_a_file_comes_whole_and_is_kept(ask: Fetcher) -> None:
    path = ask.download(ADDRESS)
    assert path.read_bytes() == BODY
    assert path.suffix == ".csv"
    assert ask.archive.read(str(ask.journal.replies[0]["sha256"])) == BODY


@pytest.mark.parametrize("kind", ["reset", "cut"])
def test_a_file_that_breaks_off_goes_on_where_it_was(
    kind: str, ask: Fetcher, files: Replay
) -> None:
    files.faults.append(Fault(FILE, kind, 3))
    assert ask.download(ADDRESS).read_bytes() == BODY
    assert len(files.asked) == 4


def test_a_file_that_changed_meanwhile_begins_again(ask: Fetcher, files: Replay) -> None:
    files.faults.append(Fault(FILE, "cut", 99))
    with pytest.raises(Unanswered, match="did not answer") as refusal:
        ask.download(ADDRESS)
    assert "halfway" in str(refusal.value)
    files.faults.clear()
    files.files[FILE] = BODY[::-1]
    assert ask.download(ADDRESS).read_bytes() == BODY[::-1]


def test_a_file_that_did_not_change_does_not_come_again(ask: Fetcher) -> None:
    ask.download(ADDRESS)
    assert ask.etag
    with pytest.raises(Unchanged):
        ask.download(ADDRESS)


def test_the_wait_a_source_asks_for_is_kept(
    ask: Fetcher, files: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[float] = []
    monkeypatch.setattr(Gate, "close_for", lambda self, seconds: closed.append(seconds))
    files.faults.append(Fault(FILE, "status", 1, 429, "", {"Retry-After": "3600"}))
    ask.download(ADDRESS)
    assert closed == [60.0]  # patience ends somewhere


def test_an_answer_that_never_ends_is_refused(
    ask: Fetcher, files: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST_REPLY", 1000)
    with pytest.raises(Unanswered) as refusal:
        ask.get(ADDRESS)
    assert "in one answer" in str(refusal.value)


def test_an_answer_that_unpacks_to_more_than_it_may_is_refused(
    ask: Fetcher, files: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST_REPLY", 100_000)
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packed.compress(b"[" + b" " * 50_000_000 + b"]") + packed.flush()
    assert len(bomb) < 60_000
    text = bomb.decode("utf-8", "surrogateescape")
    files.faults.append(Fault(FILE, "status", 9, 200, text, {"Content-Encoding": "gzip"}))
    with pytest.raises(Unanswered) as refusal:
        ask.get(ADDRESS)
    assert "in one answer" in str(refusal.value)


@pytest.mark.parametrize(
    "address", ["ftp://example.org/x", "https://", "not an address", "https://[::1", "file:///etc"]
)
def test_what_is_no_web_address_is_refused(address: str, tmp_path: Path) -> None:
    network = Network(pause=0.001)
    ask = Fetcher(network, Archive(tmp_path / "raw"), Journal(tmp_path / "underway"))
    with pytest.raises(Unanswered) as refusal:
        ask.get(address)
    assert "Traceback" not in str(refusal.value)
    network.close()


def test_nobody_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "ATTEMPTS", 2)
    network = Network(pause=0.001)
    ask = Fetcher(network, Archive(tmp_path / "raw"), Journal(tmp_path / "underway"))
    with pytest.raises(Unanswered) as refusal:
        ask.get("http://127.0.0.1:9/x")
    assert "cannot be reached" in str(refusal.value)
    assert "try again later" in str(refusal.value)
    network.close()


def test_words_of_the_source_are_passed_on(ask: Fetcher, files: Replay) -> None:
    error = '{"error":{"code":"","message":"Could not find a property named Regio."}}'
    files.faults.append(Fault(FILE, "status", 1, 400, error))
    with pytest.raises(Unanswered) as refusal:
        ask.get(ADDRESS)
    assert "400: Could not find a property named Regio." in str(refusal.value)
    assert "check the codes" in str(refusal.value)


def test_a_mirror_is_asked_under_the_name_of_the_host() -> None:
    network = Network("http://127.0.0.1:1/")
    assert network.at("https://a.nl/b?c=d") == "http://127.0.0.1:1/a.nl/b?c=d"
    assert network.at("http://127.0.0.1:1/a.nl/b") == "http://127.0.0.1:1/a.nl/b"
    network.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[], float]:
    """A clock that only sleeping moves."""
    from duidelijk.sources.network import politeness

    now = [100.0]
    monkeypatch.setattr(politeness, "monotonic", lambda: now[0])

    def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(politeness, "sleep", sleep)
    return lambda: now[0]


def test_a_burst_passes_and_then_so_many_a_second(clock: Callable[[], float]) -> None:
    gate = Gate(at_once=1, burst=10, per_second=5)
    for _ in range(10):
        with gate.passage():
            pass
    assert clock() == 100.0
    for _ in range(10):
        with gate.passage():
            pass
    assert clock() == pytest.approx(102.0)


def test_a_closed_gate_opens_in_time(clock: Callable[[], float]) -> None:
    gate = Gate()
    gate.close_for(7)
    with gate.passage():
        assert clock() == pytest.approx(107.0)
