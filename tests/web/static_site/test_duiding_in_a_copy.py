"""A copy of a site with duiding: every page of it, and no link to nothing."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, EvidenceKind
from duidelijk.editions.edition import Edition
from duidelijk.foundation.home import Home
from session_report import REPORT, SUPPORTED, sealed
from static_site_running import exported


@pytest.mark.long
def test_duiding_is_in_the_copy_without_dead_links(starter_home: Path, tmp_path: Path) -> None:
    edition = Edition(starter_home / "editions" / "2030-1")
    theme = edition.monitor.themes[0].id
    row = edition.total_of("NL01").drop_nulls("value").to_dicts()[0]
    figure = Evidence(
        EvidenceKind.FIGURE,
        Text("Een cijfer.", ""),
        f"/edities/2030-1/indicator/{row['indicator']}/cijfer/NL01/total/{row['period']}",
    )
    lost = Evidence(EvidenceKind.FIGURE, Text("Weg.", ""), "/edities/2030-1/indicator/weg")
    told = dataclasses.replace(
        SUPPORTED, themes=(theme,), groups=(), evidence=(figure, lost), expectation=None
    )
    report = dataclasses.replace(
        REPORT, edition="2030-1", conclusions=(told,), signals=(), questions=(), items=()
    )
    home = Home(tmp_path / "home")
    sealed(starter_home, home.editions, report, id_="2030-1")
    done = exported(home.folder, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    assert json.loads((site / "export.json").read_text())["problems"] == []
    for page in (f"thema/{theme}/duiding", "duiding", "duiding/jongeren", "duiding/achteraf"):
        for root in ("", "en/"):
            assert (site / root / page / "index.html").is_file(), page
    assert (site / "edities/2030-1/bestanden/duiding.json").is_file()
    assert "Jongeren houden minder afstand." in (site / "zoek/index.html").read_text()
