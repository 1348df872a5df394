"""The report of a large session: the same document as PDF and as DOCX."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from table import show

_ONE = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from session_report import large_report
from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.session import session_docx, session_pdf
edition = Edition(Path(sys.argv[1]))
report = large_report(edition)
make = {"pdf": session_pdf, "docx": session_docx}[sys.argv[3]]
took = []
for _ in range(2):
    started = time.perf_counter()
    content = make(report, edition, "nl")
    took.append(time.perf_counter() - started)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([*took, len(content) / 1e6, peak]))
"""
_SAID = (
    "Wij zien dat jongeren hun bijbaan kwijt zijn en dat ouders dat thuis niet kunnen opvangen. "
)


def large_report(edition):  # type: ignore[no-untyped-def]
    """A session of 60 participants: 8 items, 25 conclusions, 500 statements of 300 characters."""
    from duidelijk.catalogue import Text
    from duidelijk.duiding import report as kept
    from duidelijk.duiding import scales
    from duidelijk.duiding.agreement import Count

    held = {"policy": 20, "practice": 15, "governing": 5, "science": 9, "data": 10, "": 1}
    statuses, sure = list(scales.Status), list(scales.Confidence)
    keys = [key for key in edition.monitor.indicators if edition.counts.get(key)][:8]
    figures = [
        kept.Evidence(
            kept.EvidenceKind.FIGURE,
            edition.monitor.indicators[key].title,
            f"/edities/{edition.id}/indicator/{key}",
            edition.id,
            kept.FigureKey(key, "NL01", "total"),
        )
        for key in keys
    ]
    first = kept.Estimates(
        dict.fromkeys(scales.Seriousness, 12),
        dict.fromkeys(scales.Confidence, 12),
        dict.fromkeys(scales.Expected, 15),
    )
    statements = tuple(
        kept.Statement(
            str(n),
            list(scales.Said)[n % 5],
            f"{n}. {(_SAID * 4)[:295]}",
            list(held)[n % len(held)],
            (figures[n % len(figures)],) if n % 3 == 0 else (),
        )
        for n in range(500)
    )
    conclusions = tuple(
        kept.Conclusion(
            str(n),
            Text(_SAID * 2, ""),
            statuses[n % 3],
            sure[n % 5],
            (edition.monitor.themes[n % len(edition.monitor.themes)].id,),
            suggested=statuses[n % 2],
            agreement={key: Count(count - 1, 1, 0) for key, count in held.items()},
            dissent=(kept.Dissent("science", _SAID), kept.Dissent("", _SAID)),
            statements=tuple(str(n * 20 + m) for m in range(20)),
            evidence=(figures[n % len(figures)],),
            expectation=kept.Expectation(figures[0].figure, scales.Expected.RISES, "2021MM03"),
        )
        for n in range(25)
    )
    items = tuple(
        kept.Item(
            str(n),
            Text(f"Onderwerp {n}", ""),
            edition.monitor.themes[0].id,
            (each,),
            first,
            first,
            7,
        )
        for n, each in enumerate(figures)
    )
    return kept.SessionReport(
        "1",
        Text("Hoe gaat het met jongeren?", "How are young people?"),
        edition.id,
        dt.date(2021, 4, 20),
        scales.Attribution.PERSPECTIVE,
        held,
        {"municipality": 30, "ministry": 30},
        ("lived_experience",),
        items=items,
        conclusions=conclusions,
        statements=statements,
        established=kept.Established(50, 10),
    )


def main() -> None:
    """Measure on the shipped edition of April 2021, in a new process each."""
    from duidelijk.cli.freezing import freeze_editions
    from duidelijk.cli.monitors import shipped_monitor
    from duidelijk.foundation.home import Home

    with tempfile.TemporaryDirectory() as made:
        os.environ["DUIDELIJK_HOME"] = made
        home = Home(Path(made))
        freeze_editions(home, shipped_monitor("corona"), [])
        rows = []
        for kind in ("pdf", "docx"):
            folder, here = str(home.editions / "2021-2"), str(Path(__file__).parent)
            command = [sys.executable, "-c", _ONE, folder, here, kind]
            told = subprocess.run(command, capture_output=True, text=True, check=True)
            took, again, size, peak = json.loads(told.stdout)
            words = f"{took:.2f} s, again {again:.2f} s, {size:.2f} MB, {peak:.0f} MB of memory"
            rows.append((f"{kind}: 25 conclusions, 500 statements", "≤ 1.5 s", words))
        show("Report of a session", rows)


if __name__ == "__main__":
    main()
