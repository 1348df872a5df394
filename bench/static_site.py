"""CPU of the static copy of an edition of 5 themes, 60 indicators and some 410 regions."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import polars as pl
from million import REGION_LEVELS, make_figures, make_monitor
from table import show

_MONTHS = 13
_THEMES = 5
_ALL = (*REGION_LEVELS, "province", "ggd", "part")
_SITE = "https://monitor.example.nl"


def _themes(folder: Path) -> None:
    """Spread the indicators over five themes."""
    path = folder / "monitor.yaml"
    text = path.read_text(encoding="utf-8")
    more = "".join(
        f'  - id: thema{number}\n    title: {{nl: "Thema {number}", en: "Theme {number}"}}\n'
        f'    question: {{nl: "Wat gebeurt er?", en: "What happens?"}}\n'
        for number in range(3, _THEMES + 1)
    )
    path.write_text(text.replace("editions:", f"{more}editions:", 1), encoding="utf-8")
    names = [*re.findall(r"^  - id: ([a-z0-9]+)$", more, re.MULTILINE), "wonen", "welzijn"]
    for number, declared in enumerate(sorted((folder / "indicators").glob("*_[0-9]*.yaml"))):
        made = declared.read_text(encoding="utf-8")
        made = re.sub(r"^theme: \w+", f"theme: {names[number % _THEMES]}", made, flags=re.MULTILINE)
        declared.write_text(made, encoding="utf-8")


def main() -> None:
    """Export it with one process, and tell what the pages took and what the other files took."""
    with tempfile.TemporaryDirectory() as made:
        os.environ |= {
            "DUIDELIJK_HOME": f"{made}/home",
            "DUIDELIJK_ADDRESS": _SITE,
            "DJANGO_SETTINGS_MODULE": "duidelijk.web.settings",
            "POLARS_MAX_THREADS": "1",
        }
        from duidelijk.cli.freezing import freeze_editions
        from duidelijk.foundation.home import Home
        from duidelijk.web.operations.recording import prepare_database

        home, monitor = Home(Path(made) / "home"), Path(made) / "monitor"
        make_monitor(monitor, _ALL)
        _themes(monitor)
        figures = make_figures(home, monitor, _MONTHS, _ALL)
        regions = (
            pl.scan_parquet(str(home.figures / "**/*.parquet"))
            .select(pl.col("region").n_unique())
            .collect()
            .item()
        )
        freeze_editions(home, monitor, ["2030-1"])
        prepare_database()
        rows = _exported(Path(made) / "site")
        show(f"{figures:,} figures, {regions} regions, {_THEMES} themes, 60 indicators", rows)


def _exported(folder: Path) -> list[tuple[str, str, str]]:
    """The rows of the table, from one export in this process."""
    from duidelijk.web.dashboard.static_copy import StaticCopy
    from duidelijk.web.static_site import exporting
    from duidelijk.web.static_site.making import Made, Maker

    took: Counter[str] = Counter()
    count: Counter[str] = Counter()
    size: Counter[str] = Counter()
    plain = Maker.make

    def timed(self: Maker, address: str) -> Made:
        started = time.process_time()
        made = plain(self, address)
        kind = "pages" if made.page else f"*{Path(address).suffix}"
        took[kind] += time.process_time() - started
        count[kind] += 1
        size[kind] += made.size
        return made

    Maker.make = timed  # type: ignore[method-assign]
    started = time.process_time()
    found = exporting.export(folder, frozenset(), StaticCopy(), 1, lambda *_: None)
    whole = time.process_time() - started
    if found.problems:
        sys.exit(str(found.problems[0]))
    rest = whole - sum(took.values())
    rows = [
        (
            f"{count[kind]:,} {kind}, {size[kind] / 1e6:,.0f} MB",
            "≥ 100 a CPU-second" if kind == "pages" else "",
            f"{count[kind] / took[kind]:,.0f} a CPU-second ({took[kind]:.0f} s)",
        )
        for kind in sorted(took, key=lambda each: -took[each])
    ]
    rows.append(("following links, putting in place", "", f"{rest:.1f} s"))
    share = count["pages"] / (took["pages"] + rest)
    rows.append(("pages with all of that", "≥ 100 a CPU-second", f"{share:,.0f}"))
    rows.append(("pages, of the whole export", "", f"{count['pages'] / whole:,.0f} a CPU-second"))
    started = time.process_time()
    exporting.export(folder, frozenset(), StaticCopy(), 1, lambda *_: None)
    rows.append(("again, with nothing new", "", f"{time.process_time() - started:.1f} s CPU"))
    return rows


if __name__ == "__main__":
    main()
