"""CPU of answers of the API: a page of figures made anew, and one that was asked for before."""

from __future__ import annotations

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from million import make_figures, make_monitor
from table import show

_ROUNDS = 30
_FIGURES = "/api/v1/figures"
Row = tuple[str, str, str]


def _milliseconds(call: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        call()
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


def _measure(home: Path, asked: dict[str, str]) -> list[Row]:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    from duidelijk.editions import querying
    from duidelijk.foundation.home import Home

    settings.HOME = Home(home)
    handler = WSGIHandler()
    everything = settings.MIDDLEWARE
    settings.MIDDLEWARE = [each for each in everything if not each.endswith("PageCache")]
    uncached_handler = WSGIHandler()
    settings.MIDDLEWARE = everything

    def ask(address: str, cached: bool = True) -> bytes:
        if not cached:
            querying._places.cache_clear()
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        statuses: list[str] = []
        answer = (handler if cached else uncached_handler)(
            environ, lambda status, _: statuses.append(status)
        )
        content = b"".join(answer)
        assert statuses == ["200 OK"], (address, statuses, content[:500])
        return content

    rows = []
    for name, address in asked.items():
        plain = len(ask(address, cached=False)) / 1000
        uncached = _milliseconds(lambda address=address: ask(address, cached=False))
        sent = len([ask(address) for _ in range(3)][-1]) / 1000
        cached = _milliseconds(lambda address=address: ask(address))
        size = f"{plain:.0f} kB, compressed {sent:.0f}"
        rows.append((f"{name}, uncached ({size})", "≤ 20 ms CPU", f"{uncached:.1f} ms"))
        a_second = f"{1000 / cached:,.0f} a CPU second"
        rows.append((f"{name}, from cache", "≥ 400 a CPU second", a_second))
    return rows


def main() -> None:
    """Measure on the shipped monitor's newest edition and on one of a million figures."""
    with tempfile.TemporaryDirectory() as made:
        os.environ["DUIDELIJK_HOME"] = made
        os.environ["DJANGO_SETTINGS_MODULE"] = "duidelijk.web.settings"
        import django

        django.setup()
        from duidelijk.cli.freezing import freeze_editions
        from duidelijk.cli.monitors import shipped_monitor
        from duidelijk.foundation.home import Home

        corona = Home(Path(made) / "corona")
        freeze_editions(corona, shipped_monitor("corona"), ["2021-5"])
        million, folder = Home(Path(made) / "million"), Path(made) / "monitor"
        make_monitor(folder)
        make_figures(million, folder)
        freeze_editions(million, folder, ["2030-1"])
        show(
            "Edition October 2021 of the corona monitor: pages of 1,000 rows",
            _measure(
                corona.folder,
                {
                    "figures": _FIGURES,
                    "figures of the nation": f"{_FIGURES}?region=NL01",
                    "figures as CSV": f"{_FIGURES}?f=csv",
                    "figures as JSON-stat": f"{_FIGURES}?f=json-stat",
                    "figures known on a day": f"{_FIGURES}?knownOn=2021-10-15",
                    "figures, a page of 10,000": f"{_FIGURES}?pageSize=10000",
                    "comparisons": "/api/v1/changes",
                    "indicators": "/api/v1/indicators",
                    "OpenAPI document": "/api/v1/openapi.json",
                },
            ),
        )
        show(
            "Edition of a million figures: pages of 1,000 rows",
            _measure(
                million.folder,
                {
                    "figures": _FIGURES,
                    "figures, the five hundredth page": f"{_FIGURES}?page=500",
                    "figures of an indicator": f"{_FIGURES}?indicator=stress_07",
                    "figures of a region": f"{_FIGURES}?region=GM0599",
                    "figures of a level": f"{_FIGURES}?regionLevel=safety_region",
                    "figures of a month": f"{_FIGURES}?period=2029MM03",
                    "an indicator as known on a day": (
                        f"{_FIGURES}?indicator=stress_07&knownOn=2030-03-20"
                    ),
                    "a region as known on a day": (f"{_FIGURES}?region=GM0599&knownOn=2030-03-20"),
                    "everything as known on a day": f"{_FIGURES}?knownOn=2030-03-20",
                    "comparisons": "/api/v1/changes",
                    "comparisons of a region": "/api/v1/changes?region=GM0599",
                },
            ),
        )


if __name__ == "__main__":
    main()
