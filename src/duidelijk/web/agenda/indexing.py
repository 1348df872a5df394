"""What lists and search need of a published signal, kept beside its version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify

from duidelijk.agenda.dossier import Dossier, Step
from duidelijk.agenda.standing import Standing, standing
from duidelijk.agenda.workflow import State, Thing
from duidelijk.catalogue import Text
from duidelijk.regions.names import simplified
from duidelijk.web.agenda.models import Decision, Facet, Publication, PublicSignal

_LONGEST_KEY = 60
_ASKED = frozenset(State) - {State.NONE, State.DRAFTED, State.AGREED}


def index(publication: Publication, dossier: Dossier) -> PublicSignal:
    """Have lists and search show this version of a signal, and no earlier one."""
    stands = standing(dossier)
    public, _ = PublicSignal.objects.update_or_create(
        signal_id=publication.signal_id,
        defaults={
            "publication": publication,
            "stage": stands.stage.value,
            "changed": stands.changed,
            "due": stands.next_due(),
            "row": row_of(stands),
            "searched": searched(dossier),
        },
    )
    public.facets.all().delete()
    Facet.objects.bulk_create(
        Facet(public=public, of=of, key=key) for of, key in sorted(set(facets_of(stands)))
    )
    public.decisions.all().delete()
    Decision.objects.bulk_create(
        Decision(public=public, table=key_of_table(each.table), on=each.on, row=row)
        for each, row in decisions_of(stands)
    )
    return public


def row_of(stands: Standing) -> dict[str, Any]:
    """What a list shows of a signal, without reading the whole of it."""
    dossier = stands.dossier
    return {
        "title": _both(dossier.title),
        "language": dossier.language,
        "raised_by": dossier.raised_by,
        "origin": dossier.origin.value,
        "urgency": dossier.urgency.value,
        "themes": list(dossier.themes),
        "groups": list(dossier.groups),
        "regions": list(dossier.regions),
        "municipalities": dossier.municipalities,
        "reached": {stage.value: day.isoformat() for stage, day in stands.reached().items()},
        "asked": [
            {
                "of": each.addressee.id,
                "name": _both(each.addressee.name),
                "state": stands.of(Thing.ASK, each.id).value,
            }
            for each in dossier.asks
            if stands.of(Thing.ASK, each.id) in _ASKED
        ],
        "actions": len(dossier.actions),
        "example": dossier.example,
    }


def decisions_of(stands: Standing) -> Iterator[tuple[Step, dict[str, Any]]]:
    """What was decided at a table on what is asked, with what a list shows of it."""
    dossier = stands.dossier
    asks = {each.id: each for each in dossier.asks}
    for step in dossier.steps:
        if step.thing is not Thing.ASK or not step.table.nl or step.key not in asks:
            continue
        ask = asks[step.key]
        yield (
            step,
            {
                "table": _both(step.table),
                "title": _both(dossier.title),
                "ask": ask.id,
                "text": _both(ask.text),
                "of": ask.addressee.id,
                "name": _both(ask.addressee.name),
                "stage": stands.stage.value,
                "step": step.name,
                "state": stands.of(Thing.ASK, ask.id).value,
                "reason": _both(step.reason),
                "until": step.until.isoformat() if step.until else None,
                "example": dossier.example,
            },
        )


def key_of_table(name: Text) -> str:
    """A table as it stands in an address: its Dutch name, which every table has."""
    return slugify(name.nl)[:_LONGEST_KEY].strip("-") or "x"


def searched(dossier: Dossier) -> str:
    """All words of a signal, folded, in both languages."""
    return folded(" ".join(_words(dossier)))


def folded(text: str) -> str:
    """Words without case, accents and punctuation, one space between each: how they are found."""
    return " ".join(filter(None, map(simplified, text.split())))


def _words(dossier: Dossier) -> Iterator[str]:
    texts = [dossier.title, dossier.text]
    for ask in dossier.asks:
        texts += [ask.text, ask.addressee.name]
    for action in dossier.actions:
        texts += [action.title, action.text, action.owner.name]
    for text in texts:
        yield from (text.nl, text.en)
    yield dossier.raised_by
    yield from (each.organisation for each in dossier.recognised)


def facets_of(stands: Standing) -> Iterator[tuple[str, str]]:
    """By what a signal is found: the kind and the key."""
    dossier = stands.dossier
    yield from (("theme", each) for each in dossier.themes)
    yield from (("group", each) for each in dossier.groups)
    yield from (("region", each) for each in dossier.regions)
    for ask in dossier.asks:
        if stands.of(Thing.ASK, ask.id) in _ASKED:
            yield "addressee", ask.addressee.id
    for action in dossier.actions:
        yield "addressee", action.owner.id


def _both(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}
