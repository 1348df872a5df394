"""The same ten charts here, in Streamlit and in Dash: seconds, bytes and server CPU to see them.

Each is served on loopback and opened cold in headless Chromium, over a link slowed to a slow 4G by
the browser. Streamlit and Dash are installed apart, in a folder that is thrown away.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from table import show

INDICATORS = (
    "zorgen_zorgen_over_coronavirus",
    "naleving_houd_1_5m_afstand",
    "draagvlak_avondklok",
    "vaccinatiebereidheid_ja",
    "psychisch_ongezond",
    "werkloze_beroepsbevolking",
    "consumentenvertrouwen",
    "faillissementen_bedrijven",
    "bijstand_personen",
    "ww_uitkeringen",
)
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 204_800,
    "uploadThroughput": 93_750,
}
"""150 ms and 1.6 Mbit/s, as Lighthouse throttles a phone."""
_ROUNDS = 3

_STREAMLIT = """
import json, pandas as pd, streamlit as st
for each in json.load(open({data!r})):
    st.subheader(each["title"])
    st.line_chart(pd.DataFrame(each["rows"], columns=["date", "value"]), x="date", y="value")
"""
_DASH = """
import json, sys
from dash import Dash, dcc, html
app = Dash(__name__)
app.layout = html.Div([
    html.Div([html.H2(each["title"]), dcc.Graph(figure={{
        "data": [{{"x": [d for d, _ in each["rows"]], "y": [v for _, v in each["rows"]]}}]}})])
    for each in json.load(open({data!r}))])
app.run(port=int(sys.argv[1]))
"""
_OURS = """
import sys
import django
django.setup()
from django.urls import path
from duidelijk.web import urls
from duidelijk.publish.series import indicator_chart, recent
from duidelijk.web.dashboard.pages.rows import national, national_sentences
from duidelijk.web.dashboard.rendering import edition_of, render
from django.template import Template, engines
from django.utils.safestring import mark_safe

KEYS = {keys!r}

def ten(request):
    found, place = edition_of("nl", None)
    charts = []
    for key in KEYS:
        indicator = found.monitor.indicators[key]
        said = national_sentences(found, key, "nl").get("value", "")
        rows = recent(national(found).series[key], found.monitor.crisis_start)
        svg = indicator_chart(indicator, rows, language="nl", title=indicator.title.nl,
            description=said, measures=found.monitor.measures, until=found.date)
        charts.append(f"<h2>{{indicator.title.nl}}</h2><p>{{said}}</p><figure>{{svg}}</figure>")
    context = {{"title": "Tien", "url": "/", "chart": mark_safe("".join(charts))}}
    return render(request, "dashboard/embedded.html", context, place, found)

urls.urlpatterns.insert(0, path("tien", ten))
from duidelijk.web.wsgi import application
"""


def _data(home: Path) -> list[dict[str, Any]]:
    """The ten series as every page draws them."""
    from duidelijk.editions.edition import Edition
    from duidelijk.publish.series import main_series, recent

    edition = Edition(home / "editions" / "2021-5")
    found = []
    for key in INDICATORS:
        indicator = edition.monitor.indicators[key]
        rows = main_series(
            edition.series_of(key, "NL01", "total").to_dicts(), indicator.method_on(edition.date)
        )
        kept = recent(rows, edition.monitor.crisis_start)
        points = [(row["period_start"].isoformat(), row["value"]) for row in kept]
        found.append({"title": indicator.title.nl, "rows": points})
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _cpu(process: int) -> float:
    """CPU seconds of a process and its children so far."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        own, group = int(stat.parent.name), int(fields[2])
        if own == process or group == process:
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _serve(command: list[str], port: int, folder: Path, environment: dict[str, str]) -> Any:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
            return process
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{command} did not answer")


def _measure(browser: Any, address: str, ready: str, process: int) -> dict[str, float]:
    """Medians over cold loads: seconds until ten charts are drawn, bytes, server CPU."""
    seconds, sizes, cpu = [], [], []
    for _ in range(_ROUNDS):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        received = [0]
        session.on(
            "Network.loadingFinished",
            lambda event, kept=received: kept.__setitem__(0, kept[0] + event["encodedDataLength"]),
        )
        before, started = _cpu(process), time.perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_function(ready, timeout=120_000)
        seconds.append(time.perf_counter() - started)
        page.wait_for_timeout(500)
        cpu.append(_cpu(process) - before)
        sizes.append(received[0] / 1000)
        context.close()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(address)
    drawn = page.locator("svg.chart-wide, svg.marks, canvas, .js-plotly-plot").count()
    plain.close()
    medians = map(statistics.median, (seconds, sizes, cpu))
    return dict(zip(("seconds", "kB", "cpu", "plain"), (*medians, drawn), strict=True))


def _servers(folder: Path, home: Path) -> dict[str, tuple[list[str], str, str, dict[str, str]]]:
    """Of each: how it is started, its page, when its charts are drawn, its environment."""
    python, ports = str(folder / "venv/bin/python"), [_free_port() for _ in range(3)]
    here = "http://127.0.0.1"
    ours = os.environ | {
        "DUIDELIJK_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "duidelijk.web.settings",
    }
    return {
        "Duidelijk": (
            [
                *(sys.executable, "-m", "gunicorn", "ours:application", "--threads", "8"),
                *("--worker-class", "gthread", "--bind", f"127.0.0.1:{ports[0]}"),
                "--no-control-socket",
            ],
            f"{here}:{ports[0]}/tien",
            "document.querySelectorAll('svg.chart-wide').length === 10"
            " && document.readyState === 'complete'",
            ours,
        ),
        "Streamlit": (
            [
                *(python, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless=true"),
                *("--server.address=127.0.0.1", f"--server.port={ports[1]}"),
                "--browser.gatherUsageStats=false",
            ],
            f"{here}:{ports[1]}/",
            "document.querySelectorAll('[data-testid=stVegaLiteChart] :is(svg, canvas)').length"
            " >= 10",
            dict(os.environ),
        ),
        "Dash": (
            [python, "dash_app.py", str(ports[2])],
            f"{here}:{ports[2]}/",
            "document.querySelectorAll('.js-plotly-plot .scatterlayer path').length >= 10",
            dict(os.environ),
        ),
    }


def main() -> None:
    """Install the rivals apart, serve all three, and print what a reader waits for."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run(
            [folder / "venv/bin/pip", "install", "-q", "streamlit", "dash", "pandas"], check=True
        )
        os.environ["DUIDELIJK_HOME"] = str(folder / "home")
        subprocess.run([sys.executable, "-m", "duidelijk", "demo", "--no-serve"], check=True)
        home = folder / "home" / "demo"
        data = folder / "data.json"
        data.write_text(json.dumps(_data(home)))
        (folder / "streamlit_app.py").write_text(_STREAMLIT.format(data=str(data)))
        (folder / "dash_app.py").write_text(_DASH.format(data=str(data)))
        (folder / "ours.py").write_text(_OURS.format(keys=INDICATORS))
        served = _servers(folder, home)
        rows = []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
            )
            for name, (command, address, ready, environment) in served.items():
                port = int(address.split(":")[2].split("/")[0])
                process = _serve(command, port, folder, environment)
                try:
                    found = _measure(browser, address, ready, process.pid)
                finally:
                    os.killpg(process.pid, signal.SIGTERM)
                rows.append((f"{name}: all ten charts drawn", "", f"{found['seconds']:.2f} s"))
                rows.append((f"{name}: received", "", f"{found['kB']:,.0f} kB"))
                rows.append((f"{name}: server CPU", "", f"{1000 * found['cpu']:.0f} ms"))
                rows.append((f"{name}: charts without JavaScript", "", f"{found['plain']:.0f}"))
            browser.close()
        show("The same ten charts, cold, on a slow 4G link", rows)


if __name__ == "__main__":
    main()
