"""Signals that may say the same as one that is being raised or merged."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from duidelijk.agenda.duplicates import Candidate, alike, prints, shared_words
from duidelijk.agenda.workflow import State
from duidelijk.publish.duiding.plain import in_language
from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.models import Signal
from duidelijk.web.agenda.parties import visible_to
from duidelijk.web.agenda.raising import Draft, state_of
from duidelijk.web.agenda.seeing import dossier_for, stage_for, title_for
from duidelijk.web.words import words

_GONE = (State.MERGED, State.WITHDRAWN)


def keep_prints(signal: Signal) -> None:
    """Keep by what a signal is compared, after its words changed."""
    kept = prints(signal.title_nl, f"{signal.text_nl} {signal.title_en} {signal.text_en}")
    Signal.objects.filter(pk=signal.pk).update(prints=kept)


def alike_to(draft: Draft, user: User, language: str) -> list[dict[str, Any]]:
    """The signals that resemble a draft, of those that somebody may see."""
    about = frozenset((*draft.themes, *draft.groups, *draft.regions))
    text = f"{draft.text.nl} {draft.title.en} {draft.text.en}"
    return _found(draft.title.nl, text, about, 0, user, language)


def alike_signal(signal: Signal, user: User, language: str) -> list[dict[str, Any]]:
    """The signals that resemble another, which is not among them."""
    about = frozenset((*signal.themes, *signal.groups, *signal.regions))
    text = f"{signal.text_nl} {signal.title_en} {signal.text_en}"
    return _found(signal.title_nl, text, about, signal.pk, user, language)


def _found(
    title: str, text: str, about: frozenset[str], but: int, user: User, language: str
) -> list[dict[str, Any]]:
    own = visible_to(user).exclude(pk=but).exclude(merged_into__isnull=False)
    others = [
        Candidate(key, bytes(kept), frozenset((*themes, *groups, *regions)))
        for key, kept, themes, groups, regions in own.values_list(
            "pk", "prints", "themes", "groups", "regions"
        )
    ]
    scores = {each.key: each.score for each in alike(title, text, about, others)}
    found = Signal.objects.in_bulk(list(scores))
    shown = []
    for key in scores:
        signal, state = found[key], state_of(found[key])
        if state in _GONE:
            continue
        stage, told = stage_for(user, signal), dossier_for(user, signal)
        shown.append(
            {
                "key": key,
                "url": reverse("signal_desk", args=[key]),
                "title": title_for(user, signal, language),
                "text": in_language(told.text, language).text,
                "stage": words(language)[f"stage_{stage}" if stage else f"state_signal_{state}"],
                "shared": shared_words(title, f"{told.title.nl} {told.text.nl}"),
            }
        )
    return shown
