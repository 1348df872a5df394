"""What all tests share: the real editions made once a run, and skips that must not hide."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORONA = ROOT / "src" / "duidelijk" / "monitors" / "corona"
STARTER = ROOT / "src" / "duidelijk" / "monitors" / "starter"

# Django reads its settings before any fixture runs: give it a home that no test shares with a user
_apart = tempfile.TemporaryDirectory(prefix="duidelijk-tests-")
os.environ["DUIDELIJK_HOME"] = _apart.name
if os.environ.get("DUIDELIJK_TEST_DATABASE") != "kept":
    os.environ.pop("DATABASE_URL", None)
# as the commands do, before numpy is loaded: every core has a process of its own here
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fail-on-skip", action="store_true", help="A skipped test is a failure (as in CI)."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give the commands that tests run the packages they have where they are installed.

    Not to this process, nor to the workers that it starts: the tests need theirs.
    """
    starts_workers = config.getoption("numprocesses", None) and not hasattr(config, "workerinput")
    if not starts_workers:
        path = [str(ROOT / "tests" / "as_installed"), os.environ.get("PYTHONPATH", "")]
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, in whatever order it came: so all cores end together."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and not hasattr(report, "wasxfail") and item.config.option.fail_on_skip:
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"skipped, and this run allows no skip: {reason}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside cases; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("DUIDELIJK_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the outside cases are not at {folder} (set DUIDELIJK_SHARED)")
    return folder


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the homes lie that all processes of a run share, those of a run in a test too."""
    if given := os.environ.get("DUIDELIJK_TEST_HOMES"):
        return Path(given)
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def _made_once(base: Path, name: str, monitor: Path) -> Path:
    """A home with a monitor's editions, frozen by the first process that needs it."""
    from duidelijk.catalogue.reading import read_with_declarations
    from duidelijk.cli.calibrating import keep_sealed_record
    from duidelijk.cli.freezing import freeze_edition
    from duidelijk.cli.monitors import import_shipped
    from duidelijk.figures.store import FigureStore
    from duidelijk.foundation.folders import locked
    from duidelijk.foundation.home import Home

    home = Home(base / name)
    with locked(base / f"{name}-lock", wait_seconds=120):
        done = home.folder / "done"
        if not done.exists():
            shutil.rmtree(home.folder, ignore_errors=True)
            read, declarations = read_with_declarations(monitor)
            import_shipped(home, monitor, read)
            store = FigureStore(home.figures)
            figures, releases = store.figures(), store.releases()
            for plan in read.editions:
                freeze_edition(home, read, declarations, plan, figures, releases)
            keep_sealed_record(home)
            done.touch()
    return home.folder


@pytest.fixture(scope="session")
def corona_home(homes: Path) -> Path:
    """A home with the five editions of the shipped monitor; read it, never write to it."""
    return _made_once(homes, "corona", CORONA)


@pytest.fixture(scope="session")
def starter_home(homes: Path) -> Path:
    """A home with the editions of the made-up monitor; read it, never write to it."""
    return _made_once(homes, "starter", STARTER)


@pytest.fixture(scope="session")
def merged_home(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with editions of municipalities that merged, and of figures that were revised; read
    it, never write to it.
    """
    spec = importlib.util.spec_from_file_location(
        "merged_monitor", ROOT / "tests/merged_monitor.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = module.make_merged_monitor(tmp_path_factory.mktemp("monitor") / "merged", CORONA)
    return _made_once(homes, "merged", folder)


@pytest.fixture(scope="session")
def indicator() -> Callable[..., Any]:
    """Makes an indicator from no more than what matters to a test."""
    from duidelijk.catalogue import Indicator, Text

    def indicator(id_: str = "x", **other: Any) -> Indicator:
        texts = ("title", "question", "definition", "population", "unit", "limitations")
        fields: dict[str, Any] = {each: Text(each, each) for each in texts}
        fields |= {"kind": "percent", "decimals": 1, "polarity": "higher_is_favourable"}
        fields |= {"uncertainty": "published_limits", "frequency": "month", "reporting_delay": 20}
        fields |= {"region_levels": ("country",), "source": "cbs", "status": "active"}
        return Indicator(id=id_, **{**fields, **other})

    return indicator


@pytest.fixture(scope="session")
def monitor_of() -> Callable[..., Any]:
    """Makes a monitor of these indicators, with what else matters to a test."""
    from duidelijk.catalogue import Monitor, Text

    def monitor_of(*indicators: Any, **other: Any) -> Monitor:
        fields: dict[str, Any] = {each: Text("proef", "proef") for each in _MONITOR_TEXTS}
        fields |= dict.fromkeys(("themes", "editions", "dimensions", "target_groups"), ())
        fields |= {"synthetic": False, "sources": {}, "measures": ()}
        held = {each.id: each for each in indicators}
        return Monitor(id="proef", indicators=held, **{**fields, **other})

    return monitor_of


_MONITOR_TEXTS = ("title", "lead", "publisher")


@pytest.fixture(scope="session")
def figures() -> Callable[..., Any]:
    """Makes a table of figures from rows that say no more than what matters to a test."""
    import polars as pl

    from duidelijk.figures.table import SCHEMA

    def figures(*rows: dict[str, Any]) -> pl.DataFrame:
        usual = {
            "indicator": "x",
            "region": "NL01",
            "region_year": 2021,
            "group": "total",
            "period": "2021MM01",
            "method": "",
            "value": 4.0,
            "decimals": 1,
            "release": "r1",
        }
        return pl.DataFrame([{**usual, **row} for row in rows], schema=SCHEMA)

    return figures
