"""What directions, trends and shares of the local picture are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from duidelijk.local.observation import Direction
from duidelijk.local.picture import Cell, Coverage, Lean, OfIndicator
from duidelijk.local.sample import FEWEST, Share
from duidelijk.publish.words import read_words

WORDS = Path(__file__).with_name("words.yaml")


def phrases(language: str) -> Mapping[str, str]:
    """The words of the local picture, by key."""
    return read_words(language, WORDS)


def coverage_sentence(coverage: Coverage, language: str) -> str:
    """How many report, and of how many nothing is heard."""
    known = phrases(language)
    key = "local_coverage_one" if coverage.reporters == 1 else "local_coverage"
    told = [known[key].format(reporters=coverage.reporters, of=coverage.of, silent=coverage.silent)]
    if coverage.through_ggd:
        told.append(known["local_coverage_ggd"].format(count=coverage.through_ggd))
    return " ".join(told)


def cell_sentences(cell: Cell, language: str) -> list[str]:
    """What is said of a theme or a group, with how sure that is; the reason where it is nothing."""
    known, count = phrases(language), cell.coverage.reporters
    if count < FEWEST:
        key = {0: "local_fewer_none", 1: "local_fewer_one"}.get(count, "local_fewer")
        return [known[key].format(count=count)]
    if cell.lean is Lean.TOO_FEW:
        return [known["local_lean_too_few"]]
    found = [known[f"local_lean_{cell.lean}"]]
    for share, direction in ((cell.worse, Direction.WORSE), (cell.better, Direction.BETTER)):
        if share is not None and share.count:
            words = known[f"local_direction_{direction}"]
            found.append(known["local_share"].format(direction=words, **percents(share)))
    return found


def indicator_sentence(said: OfIndicator, language: str) -> str:
    """What most say of an indicator, and how that stands beside the nation."""
    known = phrases(language)
    if said.most is None:
        return known["local_beside_too_few"]
    trend = known[f"local_trend_{said.most_trend}"]
    most = known["local_most"].format(trend=trend, **percents(said.most))
    return f"{most} {known[f'local_beside_{said.beside}']}"


def percents(share: Share) -> dict[str, int]:
    """A share as whole percents, with what it counts."""
    return {
        "count": share.count,
        "of": share.of,
        "share": round(100 * share.value),
        "lower": round(100 * share.lower),
        "upper": round(100 * share.upper),
    }
