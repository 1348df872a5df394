"""Developments and indicators as they stand in documents: a sentence, its mark, its chart."""

from __future__ import annotations

from collections.abc import Sequence

from duidelijk.catalogue import Indicator
from duidelijk.change.striking.listing import Tier
from duidelijk.change.verdict import Verdict
from duidelijk.publish.charts.line import Line
from duidelijk.publish.charts.paper import HALF, mark_picture, on_paper
from duidelijk.publish.charts.small import sparkline
from duidelijk.publish.chosen import needs_duiding
from duidelijk.publish.developments import (
    Development,
    about,
    is_nation,
    judgement,
    size,
    size_in_words,
    than,
    verdict_of,
)
from duidelijk.publish.documents.blocks import Block, Run, cell, mark, run, spaced, table
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import course, national, national_sentences
from duidelijk.publish.numbers import SPACE, limits_words, number, quantity, shown_decimals
from duidelijk.publish.one_series import expected_in
from duidelijk.publish.periods import period_label
from duidelijk.publish.sentences import (
    FAVOURABLE_WORDS,
    VERDICT_WORDS,
    Change,
    capital,
    short_change,
    stopped,
)
from duidelijk.publish.series import Row, framed_chart, points, recent

TONES = {True: "good", False: "bad", None: ""}
_MOST_MEMBERS = 8
DRAWN_FROM = 4
"""Fewer figures than this are no course to draw."""
_IN_TABLE = 4
"""So many figures stand under a chart."""


def finding(t: Telling, own: Sequence[Development]) -> Block:
    """What is listed of one indicator: the nation first, then who departs from it."""
    lead = next((each for each in own if is_nation(each)), own[0])
    others = [each for each in own if each is not lead]
    indicator = t.monitor.indicators[lead["indicator"]]
    series = national(t.edition).series.get(indicator.id, []) if is_nation(lead) else []
    spark = sparkline(course(series, indicator), TONES[lead["favourable"]])
    caution = run(t.of(indicator.caution), quiet=True) if indicator.caution else None
    return {
        "kind": "finding",
        "runs": spaced(lead["sentences"][t.language], caution),
        "under": _under(t, others),
        "spark": on_paper(spark),
        "beside": [_verdict_of_development(t, lead), *_tags(t, own, lead)],
    }


def _under(t: Telling, others: Sequence[Development]) -> list[list[Run]]:
    """The groups and the regions that differ from what is said of the nation."""
    found = []
    for phrase, members in (
        ("groups_apart", [each for each in others if each["region"] == NATION]),
        ("regions_apart", [each for each in others if each["region"] != NATION]),
    ):
        if members:
            told: list[Run] = [run(t.w[phrase], quiet=True)]
            for each in members[:_MOST_MEMBERS]:
                told += [", " if len(told) > 1 else " ", *_member(t, each)]
            if len(members) > _MOST_MEMBERS:
                told.append(run(f" {t.w['and_more']} {len(members) - _MOST_MEMBERS}", quiet=True))
            found.append(told)
    return found


def _member(t: Telling, development: Development) -> list[Run]:
    judged = judgement(development, t.language)
    return spaced(
        capital(about(t.edition, development, t.language)),
        mark(mark_picture(verdict_of(development), development["favourable"])),
        size(t.edition, development, t.language),
        run(f"({judged})", quiet=True) if judged else None,
    )


def _verdict_of_development(t: Telling, lead: Development) -> list[Run]:
    judged = judgement(lead, t.language)
    return spaced(
        mark(mark_picture(verdict_of(lead), lead["favourable"])),
        run(size_in_words(t.edition, lead, t.language), strong=True),
        f"{t.w['than']} {than(lead, t.language)}",
        run(f"({judged})", quiet=True) if judged else None,
    )


def _tags(t: Telling, own: Sequence[Development], lead: Development) -> list[list[Run]]:
    """What must be known of an entry at a glance."""
    best = min(own, key=lambda each: int(each["rank"]))
    held = {
        "tier_possible": best["tier"] == Tier.POSSIBLE,
        "later_mark": lead.get("later", False),
        "needs_duiding": any(needs_duiding(t.edition, each) for each in own),
    }
    return [[run(t.w[name], tag=True)] for name, holds in held.items() if holds]


def verdict_runs(t: Telling, row: Row, indicator: Indicator) -> list[Run]:
    """Mark, word, size and judgement of one comparison."""
    good = row["favourable"]
    moved = row["verdict"] in (Verdict.RISEN, Verdict.FALLEN)
    decimals = shown_decimals(indicator, row["decimals"])
    judged = FAVOURABLE_WORDS[good].to(t.language) if moved and good is not None else ""
    since = f"{t.w['since']} {period_label(row['reference_period'], t.language)}" if moved else ""
    return spaced(
        mark(mark_picture(row["verdict"], good)),
        VERDICT_WORDS[Verdict(row["verdict"])].to(t.language),
        run(short_change(indicator, Change(row, decimals), t.language), strong=True)
        if moved
        else None,
        run(since, quiet=True) if since else None,
        run(f"({judged})", quiet=True) if judged else None,
    )


def said_of(t: Telling, indicator: Indicator) -> str:
    """What the pages say of the latest national figure and its change."""
    kept = national_sentences(t.edition, indicator.id, t.language)
    return " ".join(kept.get(part, "") for part in ("value", "change")).strip()


def national_figure(t: Telling, indicator: Indicator, words: str = "") -> Block | None:
    """The chart of an indicator with its sentence and its last figures; ``None`` when there are
    too few to draw. *words* are those of an editor who put it in a text.
    """
    series = national(t.edition).series.get(indicator.id, [])
    kept = national_sentences(t.edition, indicator.id, t.language)
    rows = recent(series, t.monitor.crisis_start)
    line = Line(points(rows, indicator, t.language))
    if len(line.points) < DRAWN_FROM:
        return None
    said = said_of(t, indicator)
    title = t.of(indicator.title)
    svg = framed_chart(
        indicator,
        [line],
        HALF,
        language=t.language,
        title=title,
        description="",
        measures=t.monitor.measures,
        until=t.edition.date,
        expected=expected_in(t.edition, indicator, series, t.language),
    )
    if not svg:
        return None
    provenance = kept.get("provenance", "")
    return {
        "kind": "figure",
        "title": [title],
        "said": spaced(
            stopped(words) if words else None,
            said,
            run(provenance, quiet=True) if provenance else None,
            _caution(t, indicator),
        ),
        "svg": on_paper(svg),
        "alt": f"{words or title}. {said}",
        "table": last_figures(t, indicator, rows),
    }


def _caution(t: Telling, indicator: Indicator) -> Run | None:
    row = national(t.edition).latest.get(indicator.id)
    judged = row is not None and row["favourable"] is not None
    return run(t.of(indicator.caution), quiet=True) if indicator.caution and judged else None


def last_figures(t: Telling, indicator: Indicator, rows: Sequence[Row]) -> Block:
    """A table with the last figures of a series, one a column, and their margins where known."""
    last = [row for row in rows if row["value"] is not None][-_IN_TABLE:]

    def one(row: Row) -> str:
        return number(row["value"], shown_decimals(indicator, row["decimals"]), t.language)

    def margin(row: Row) -> str:
        if row["lower"] is None:
            return "–"
        decimals = shown_decimals(indicator, row["decimals"])
        return limits_words(row["lower"], row["upper"], decimals, t.language)

    body = [[cell(t.w["figure"]), *(cell(one(row)) for row in last)]]
    if any(row["lower"] is not None for row in last):
        body.append([cell(t.w["margin"]), *(cell(margin(row)) for row in last)])
    return table(
        [t.w["period"], *(period_label(row["period"], t.language) for row in last)],
        body,
        [0.95, *([1.0] * len(last))],
        align=["left", *(["right"] * len(last))],
        size=7.5,
        breakable=False,
    )


def value_cell(t: Telling, indicator: Indicator, row: Row) -> list[Run]:
    """A value with its unit and its period, which is not parted over lines."""
    decimals = shown_decimals(indicator, row["decimals"])
    period = period_label(row["period"], t.language).replace(" ", SPACE)
    return [
        run(quantity(row["value"], decimals, indicator, t.language), strong=True),
        " ",
        run(period, quiet=True),
    ]
