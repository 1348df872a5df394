"""The command that makes documents: which, of what, and where they go."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from duidelijk.cli.options import Kind, Language
from duidelijk.cli.output import progress, say
from duidelijk.editions.edition import Edition, find_edition
from duidelijk.foundation.folders import write_whole
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    edition: str
    language: Language
    kind: Kind | None
    region: str
    all_municipalities: bool
    out: Path | None


def make_documents(home: Home, wanted: Wanted) -> None:
    """Make the documents asked for and tell where they are. Raises ``Refused``."""
    kind = _kind(wanted)
    edition = find_edition(home.editions, wanted.edition)
    if wanted.all_municipalities:
        _make_all(edition, wanted)
        return
    with progress("pdf", 1) as step:
        name = wanted.region.upper() if kind is Kind.REGION else kind.value
        step(f"{edition.id} {name} {wanted.language.value}")
        content = _made(edition, kind, wanted)
    path = _file(wanted.out, _named(edition, name, wanted.language))
    write_whole(path, content)
    say(f"{path} ({len(content) / 1000:,.0f} kB)")


def _kind(wanted: Wanted) -> Kind:
    """The kind of document; a region speaks for itself. Raises ``Refused`` on a contradiction."""
    of_region = bool(wanted.region) or wanted.all_municipalities
    kind = wanted.kind or (Kind.REGION if of_region else Kind.EDITION)
    if wanted.region and wanted.all_municipalities:
        _refuse("--region and --all-municipalities exclude each other", "give one of them")
    if of_region and kind is not Kind.REGION:
        _refuse(f"a document of kind {kind.value} is not about one region", "leave out --kind")
    if kind is Kind.REGION and not of_region:
        _refuse("no region was named", "give --region, as GM0363, or --all-municipalities")
    return kind


def _refuse(what: str, remedy: str) -> None:
    raise Refused("Not clear which document to make", [Problem("", 0, what, remedy)])


def _made(edition: Edition, kind: Kind, wanted: Wanted) -> bytes:
    language = wanted.language.value
    match kind:
        case Kind.EDITION:
            from duidelijk.publish.documents.edition import edition_pdf

            return edition_pdf(edition, language, _site())
        case Kind.SUMMARY:
            from duidelijk.publish.documents.summary import summary_pdf

            return summary_pdf(edition, language, _site())
        case Kind.REGION:
            from duidelijk.publish.documents.region import region_pdf

            return region_pdf(edition, language, wanted.region.upper(), _site())


def _make_all(edition: Edition, wanted: Wanted) -> None:
    """A document of every municipality, each written as soon as it is made."""
    from duidelijk.publish.documents.many import municipalities, region_pdfs

    codes = municipalities(edition)
    if not codes:
        raise Refused(
            f"Edition {edition.id} has no figures of municipalities",
            [Problem("", 0, "nothing to make", "choose another edition, or one --region")],
        )
    language = wanted.language
    folder = wanted.out or Path(_named(edition, "municipalities", language)).with_suffix("")
    if folder.exists() and not folder.is_dir():
        _refuse(f"{folder} is a file", "name a folder with --out")
    size = 0
    with progress("pdf", len(codes)) as step:
        for at, (code, content) in enumerate(
            region_pdfs(edition.folder, codes, language.value, _site()), 1
        ):
            step(f"{code}, {at} of {len(codes)}")
            write_whole(folder / _named(edition, code, language), content)
            size += len(content)
    say(f"{folder}: {len(codes)} documents ({size / 1e6:,.1f} MB)")


def _named(edition: Edition, name: str, language: Language) -> str:
    return f"{edition.monitor.id}-{edition.id}-{name}-{language.value}.pdf"


def _file(out: Path | None, name: str) -> Path:
    """The file to write: in a folder under its own name, else just the one that was named."""
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out


def _site() -> str:
    """Where readers find the pages, to refer to from paper."""
    return os.environ.get("DUIDELIJK_ADDRESS", "").rstrip("/")
