"""What was on the table: each figure with its chart, and how the group judged before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from duidelijk.catalogue.model import TOTAL
from duidelijk.duiding.report import Estimates, Evidence, Item
from duidelijk.duiding.scales import Confidence, Expected, Seriousness, middle
from duidelijk.publish.documents.blocks import (
    Block,
    cell,
    figures,
    heading,
    paragraph,
    run,
    spaced,
    sticky,
    table,
)
from duidelijk.publish.documents.entries import national_figure
from duidelijk.publish.documents.region_charts import region_chart
from duidelijk.publish.documents.session_telling import SessionTelling
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.region_figures import region_figures

_SCALES: tuple[tuple[str, type[StrEnum], str], ...] = (
    ("seriousness", Seriousness, "serious"),
    ("confidence", Confidence, "confidence"),
    ("expected", Expected, "expected"),
)


def items_part(s: SessionTelling) -> list[Block]:
    """The agenda, an item each."""
    if not s.report.items:
        return []
    found = [heading(s.say["items"], 1), sticky(paragraph(s.say["items_how"], kind="small"))]
    for each in s.report.items:
        found += _item(s, each)
    return found


def _item(s: SessionTelling, item: Item) -> list[Block]:
    named = heading("", 2)
    named["runs"] = s.of(item.title)
    theme = run(f"{s.theme(item.theme)}.", quiet=True) if item.theme else None
    about = paragraph(*spaced(theme, s.cited((), item.evidence)), kind="small")
    found = [named, sticky(about)]
    drawn = [block for each in item.evidence if (block := _chart(s, each))]
    if drawn:
        found.append(figures(drawn, columns=min(len(drawn), 2)))
    else:
        found += [paragraph(*s.of(each.caption)) for each in item.evidence]
    return [*found, *_judged(s, item)]


def _chart(s: SessionTelling, evidence: Evidence) -> Block | None:
    """The chart of a figure of this edition, for everybody; ``None`` of anything else."""
    key = evidence.figure
    indicator = s.t.monitor.indicators.get(key.indicator) if key else None
    if key is None or indicator is None or key.group != TOTAL:
        return None
    if evidence.edition not in ("", s.edition.id):
        return None
    if key.region == NATION:
        return national_figure(s.t, indicator)
    if key.region not in s.edition.regions:
        return None
    own = (each for each in region_figures(s.edition, key.region) if each.indicator == indicator)
    figure = next(own, None)
    return region_chart(s.t, figure) if figure else None


def _judged(s: SessionTelling, item: Item) -> list[Block]:
    """What the group thought first, and after talking."""
    first, revised = item.first, item.revised
    tables = [
        block
        for name, scale, prefix in _SCALES
        if (block := _steps(s, name, scale, prefix, first, revised))
    ]
    if not tables:
        return [paragraph(run(s.say["not_judged"], quiet=True))]
    told = spaced(_middle(s, first, revised), _changed(s, item))
    return [paragraph(*told), *tables]


def _steps(
    s: SessionTelling,
    name: str,
    scale: type[StrEnum],
    prefix: str,
    first: Estimates,
    revised: Estimates,
) -> Block | None:
    """How many chose each step of a scale; ``None`` when nobody did."""
    rounds = [("before", _counts(first, name)), ("after", _counts(revised, name))]
    told = [(word, counts) for word, counts in rounds if counts]
    if not told:
        return None
    head = [s.say[f"scale_{name}"], *(s.named[f"{prefix}_{step.value}"] for step in scale)]
    rows = [
        [cell(s.say[word]), *(cell(str(counts.get(step.value, 0))) for step in scale)]
        for word, counts in told
    ]
    align = ["left", *(["right"] * len(scale))]
    return table(head, rows, [1.4, *([1.0] * len(scale))], align=align, breakable=False)


def _counts(estimates: Estimates, name: str) -> Mapping[str, int]:
    counts: Mapping[StrEnum, int] = getattr(estimates, name)
    return {step.value: count for step, count in counts.items()} if sum(counts.values()) else {}


def _middle(s: SessionTelling, first: Estimates, revised: Estimates) -> str:
    before, after = _median(first.seriousness), _median(revised.seriousness)
    words = {each: s.named[f"serious_{each.value}"] for each in (before, after) if each}
    if before and after and before is not after:
        return s.say["middle_moved"].format(before=words[before], after=words[after])
    held = after or before
    return s.say["middle"].format(step=words[held]) if held else ""


def _median(counts: Mapping[Seriousness, int]) -> Seriousness | None:
    judged: Sequence[Seriousness] = [step for step, count in counts.items() for _ in range(count)]
    return middle(judged)


def _changed(s: SessionTelling, item: Item) -> str:
    again = any(_counts(item.revised, name) for name, _, _ in _SCALES)
    if not again:
        return s.say["once"]
    if item.changed == 0:
        return s.say["changed_none"]
    if item.changed == 1:
        return s.say["changed_one"]
    return s.say["changed_many"].format(count=item.changed)
