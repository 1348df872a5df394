"""Texts that lie ready in a monitor's folder: ``written/ID/texts/opening.nl.md`` and the like.

They go along with an edition that is frozen without editors: an archive that is compiled
afterwards, a demonstration. The layout is that of ``publish --texts``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duidelijk.catalogue import Monitor
from duidelijk.editions.texts import Texts, read_texts, text_names
from duidelijk.foundation.problems import Problem, did_you_mean
from duidelijk.publish.prose import charts

_WRITTEN = "written"
_ENDINGS = (".nl.md", ".en.md")


def written_texts(folder: Path, edition: str) -> Texts | None:
    """The texts of an edition that lie ready in the monitor's *folder*; ``None`` without any."""
    own = folder / _WRITTEN / edition
    return read_texts(own) if own.is_dir() else None


def check_written(folder: Path, monitor: Monitor) -> list[Problem]:
    """Everything wrong with the texts that lie ready: of no edition, about nothing, half."""
    planned = {each.id for each in monitor.editions}
    found = []
    for own in sorted(path for path in (folder / _WRITTEN).glob("*") if path.is_dir()):
        if own.name not in planned:
            what, remedy = "is not planned in monitor.yaml", did_you_mean(own.name, planned)
            found.append(Problem(f"{_WRITTEN}/{own.name}", 0, what, remedy))
        for path in sorted((own / "texts").glob("*")):
            found += _wrong_with(path, path.relative_to(folder).as_posix(), monitor)
    return found


def _wrong_with(path: Path, shown: str, monitor: Monitor) -> Iterator[Problem]:
    names = text_names(monitor)
    name = next((path.name.removesuffix(each) for each in _ENDINGS if path.name.endswith(each)), "")
    if name not in names:
        likely = did_you_mean(path.name, [f"{each}{end}" for each in names for end in _ENDINGS])
        yield Problem(shown, 0, "is the text of nothing", likely or "as opening.nl.md")
        return
    if not path.with_name(f"{name}.nl.md").is_file():
        yield Problem(shown, 0, "has no Dutch text beside it", f"write {name}.nl.md")
    for key, alternative in charts(path.read_text(encoding="utf-8")):
        if key not in monitor.indicators:
            what = f"shows a chart of an unknown indicator “{key}”"
            yield Problem(shown, 0, what, did_you_mean(key, monitor.indicators))
        elif not alternative.strip():
            what = f"the chart of {key} has no text for who cannot see it"
            yield Problem(shown, 0, what, "write what it shows")
