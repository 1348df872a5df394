"""What was done with all signals together, in a sentence."""

from __future__ import annotations

from duidelijk.publish.agenda.counting import Counts
from duidelijk.publish.agenda.naming import phrases

_ANSWERS = ("accepted", "refused", "deferred", "waiting")


def counts_sentence(counts: Counts, language: str) -> str:
    """How many signals there are, what was asked and answered, and what is done; no zeros."""
    known = phrases(language)

    def told(key: str) -> str:
        count: int = getattr(counts, key)
        return known[f"count_{key}_one" if count == 1 else f"count_{key}"].format(count=count)

    sentences = [f"{told('signals')}."]
    if counts.asked:
        answers = ", ".join(told(each) for each in _ANSWERS if getattr(counts, each))
        sentences.append(f"{told('asked')}: {answers}." if answers else f"{told('asked')}.")
    doing = [told(each) for each in ("acting", "done") if getattr(counts, each)]
    if doing:
        sentences.append(f"{known['count_and'].join(doing)}.".capitalize())
    if counts.due:
        sentences.append(known["count_milestones"].format(met=counts.met, count=counts.due))
    if counts.late:
        sentences.append(f"{told('late')}.")
    return " ".join(sentences)
