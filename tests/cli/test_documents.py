"""The command that makes documents, as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def pdf(home: Path, where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duidelijk", "pdf", *arguments],
        env={**os.environ, "DUIDELIJK_HOME": str(home)},
        cwd=where,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((), "hoogwater-2030-2-edition-nl.pdf"),
        (("--kind", "summary", "--language", "en"), "hoogwater-2030-2-summary-en.pdf"),
        (("--region", "pv26"), "hoogwater-2030-2-PV26-nl.pdf"),
        (("--region", "PV26", "--out", "een.pdf"), "een.pdf"),
    ],
)
def test_a_document_is_written_where_it_is_told(
    starter_home: Path, tmp_path: Path, arguments: tuple[str, ...], name: str
) -> None:
    done = pdf(starter_home, tmp_path, "2030-2", *arguments)
    assert done.returncode == 0, done.stderr
    assert name in done.stdout
    assert (tmp_path / name).read_bytes().startswith(b"%PDF-1.7")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("2030-9",), "there are 2030-1, 2030-2"),
        (("2030-2", "--region", "Utrech"), "did you mean PV26 (Utrecht)?"),
        (("2030-2", "--region", "GM0363"), "knows no region GM0363"),
        (("2030-2", "--kind", "region"), "give --region"),
        (("2030-2", "--kind", "summary", "--region", "PV26"), "leave out --kind"),
        (("2030-2", "--region", "PV26", "--all-municipalities"), "exclude each other"),
        (("2030-2", "--all-municipalities"), "has no figures of municipalities"),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_to_do(
    starter_home: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = pdf(starter_home, tmp_path, *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_all_municipalities_are_made_over_processes(
    corona_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duidelijk.editions.edition import Edition
    from duidelijk.publish.documents.many import municipalities, region_pdfs
    from duidelijk.publish.documents.region import region_pdf

    edition = Edition(corona_home / "editions" / "2021-5")
    codes = municipalities(edition)
    assert len(codes) == 355
    found = dict(region_pdfs(edition.folder, codes[:3], "nl", workers=2))
    assert found == {code: region_pdf(edition, "nl", code) for code in codes[:3]}
