"""Documents of many regions at once, over processes that each open the edition once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.region import region_pdf

_opened: Edition | None = None
"""The edition of this process, which a worker opens as it starts."""


def municipalities(edition: Edition) -> list[str]:
    """The codes of the municipalities an edition has figures of, in order."""
    return sorted(
        code for code, region in edition.regions.items() if region.level == "municipality"
    )


def region_pdfs(
    folder: Path, codes: Sequence[str], language: str, site: str = "", workers: int | None = None
) -> Iterator[tuple[str, bytes]]:
    """The document of each region in *codes* of the edition in *folder*, as soon as it is made.

    By default with a process for each core. They are started anew: a copy of a process that used
    Polars would hang.
    """
    with ProcessPoolExecutor(
        max_workers=min(workers or os.cpu_count() or 1, len(codes) or 1),
        mp_context=get_context("spawn"),
        initializer=_open,
        initargs=(folder,),
    ) as pool:
        try:
            waiting = {pool.submit(_made, code, language, site): code for code in codes}
            for done in as_completed(waiting):
                yield waiting.pop(done), done.result()
        finally:  # who stops listening wants no more
            pool.shutdown(cancel_futures=True)


def _open(folder: Path) -> None:
    global _opened
    _opened = Edition(folder)


def _made(code: str, language: str, site: str) -> bytes:
    assert _opened is not None
    return region_pdf(_opened, language, code, site)
