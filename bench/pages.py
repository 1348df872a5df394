"""CPU of each kind of page from a frozen edition, and what a reader's browser fetches for it."""

from __future__ import annotations

import gzip
import io
import os
import re
import statistics
import tempfile
import time
from pathlib import Path

from million import make_figures, make_monitor
from table import show

_ROUNDS = 30
_LINKED = re.compile(rb'"(/static/[^"]+)"')
"""Style, script and icon; htmx too, which is fetched when a reader first moves."""


def _milliseconds(call: object) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        call()  # type: ignore[operator]
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


def _measure(home: Path, pages: dict[str, str]) -> list[tuple[str, str, str]]:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    from duidelijk.foundation.home import Home

    settings.HOME = Home(home)
    handler = WSGIHandler()
    everything = settings.MIDDLEWARE
    settings.MIDDLEWARE = [each for each in everything if not each.endswith("PageCache")]
    uncached_handler = WSGIHandler()
    settings.MIDDLEWARE = everything

    def ask(path: str, cached: bool = True) -> bytes:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        return b"".join((handler if cached else uncached_handler)(environ, lambda *_: None))

    rows = []
    for name, path in pages.items():
        ask(path, cached=False)
        uncached = _milliseconds(lambda path=path: ask(path, cached=False))
        ask(path)
        cached = _milliseconds(lambda path=path: ask(path))
        most = 25 if name.startswith("region with") else 15
        rows.append((f"{name}, uncached", f"≤ {most} ms CPU", f"{uncached:.1f} ms"))
        rows.append((f"{name}, cached", "≤ 1.7 ms CPU", f"{cached:.2f} ms"))
        sent = ask(path)  # what is made anew each time is not compressed
        body = gzip.decompress(sent) if sent.startswith(b"\x1f\x8b") else sent
        linked = sorted(set(_LINKED.findall(body)))
        weight = (len(sent) + sum(len(ask(each.decode())) for each in linked)) / 1000
        most = 100 if name == "front" else 150
        rows.append((f"{name}, {1 + len(linked)} requests", f"≤ {most} kB", f"{weight:.0f} kB"))
    return rows


def main() -> None:
    """Measure on the shipped monitor's edition and on one of a million figures."""
    with tempfile.TemporaryDirectory() as made:
        os.environ["DUIDELIJK_HOME"] = made
        os.environ["DJANGO_SETTINGS_MODULE"] = "duidelijk.web.settings"
        import django

        django.setup()
        from duidelijk.cli.freezing import freeze_editions
        from duidelijk.cli.monitors import shipped_monitor
        from duidelijk.foundation.home import Home

        corona = Home(Path(made) / "corona")
        freeze_editions(corona, shipped_monitor("corona"), ["2021-1", "2021-2", "2021-3"])
        million, folder = Home(Path(made) / "million"), Path(made) / "monitor"
        make_monitor(folder)
        make_figures(million, folder)
        freeze_editions(million, folder, ["2030-1"])
        show(
            "Pages of the corona monitor, edition May 2021",
            _measure(
                corona.folder,
                {
                    "front": "/",
                    "theme of 41 indicators": "/thema/gedrag",
                    "indicator by group and region": "/indicator/zorgen_zorgen_over_coronavirus",
                    "indicator with other vintages": "/indicator/werkloze_beroepsbevolking",
                    "a figure and its releases": (
                        "/indicator/werkloze_beroepsbevolking/cijfer/NL01/total/2020MM12"
                    ),
                    "group": "/groep/jongeren",
                    "region": "/regio/VR14",
                    "municipality": "/regio/GM0794",
                    "map of 25 regions": "/kaart/zorgen_zorgen_over_coronavirus/veiligheidsregio",
                    "map of 355 municipalities": "/kaart/bijstand_personen_gemeente/gemeente",
                    "six series compared": (
                        "/vergelijk/zorgen_zorgen_over_coronavirus"
                        "/zorgen_zorgen_over_coronavirus~NL01~leeftijd:16-24"
                        "/zorgen_zorgen_over_coronavirus~NL01~leeftijd:70+"
                        "/zorgen_zorgen_over_coronavirus~VR14"
                        "/bijstand_personen/consumentenvertrouwen"
                    ),
                    "theme in plain words": "/thema/gedrag/in-gewone-taal",
                    "search": "/zoek",
                    "glossary": "/begrippen",
                    "revisions": "/bijgesteld",
                    "archive": "/edities",
                },
            ),
        )
        show(
            "Pages of an edition of a million figures",
            _measure(
                million.folder,
                {
                    "front": "/",
                    "theme of 32 indicators": "/thema/wonen",
                    "indicator with 367 regions": "/indicator/stress_07",
                    "region with 192 indicators": "/regio/GM0599",
                    "a figure and its releases": (
                        "/indicator/stress_07/cijfer/GM0599/total/2029MM03"
                    ),
                },
            ),
        )


if __name__ == "__main__":
    main()
