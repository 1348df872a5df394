"""Which module reads which protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

import polars as pl

from duidelijk.catalogue import Feed, Monitor
from duidelijk.sources.asking import Ask
from duidelijk.sources.planning import Plan
from duidelijk.sources.table import Description, SourceTable


class Service(Protocol):
    """A protocol in which one asks for what a table is, and then for some of its rows."""

    def version(self, address: str, ask: Ask) -> str:
        """What changes when the table does."""

    def describe(self, address: str, ask: Ask) -> Description:
        """What the table is."""

    def observations(
        self, address: str, description: Description, plans: Sequence[Plan], ask: Ask
    ) -> Iterator[pl.DataFrame]:
        """Its rows, as far as *plans* take them."""


def service(protocol: str) -> Service | None:
    """The module of a protocol with questions; ``None`` for one that sends whole files."""
    match protocol:
        case "odata4":
            from duidelijk.sources.protocols import odata4

            return cast(Service, odata4)
        case "odata3":
            from duidelijk.sources.protocols import odata3

            return cast(Service, odata3)
    return None


def read_file(feed: Feed, path: Path, monitor: Monitor, mappings: Path) -> SourceTable:
    """The table in a file that came from *feed*. Raises ``Unreadable``."""
    match feed.protocol:
        case "cbs_csv":
            from duidelijk.sources.protocols import cbs_csv

            return cbs_csv.read(path, feed.id)
        case "rivm_behaviour":
            from duidelijk.sources.protocols import rivm_behaviour

            return rivm_behaviour.read(path, feed.id)
        case "sdmx_csv" | "json_stat":
            from duidelijk.sources.protocols import sdmx

            return sdmx.read(path, feed.id)
        case "spreadsheet":
            from duidelijk.sources.sheets import spreadsheet

            return spreadsheet.read(path, mappings / f"{feed.mapping}.yaml", monitor, feed.id)
    raise AssertionError(f"{feed.protocol} is no protocol of files")
