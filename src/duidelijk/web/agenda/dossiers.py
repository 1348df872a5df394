"""From the rows of a signal to its dossier: what everybody may come to read, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from duidelijk.agenda.dossier import Action as ActionTold
from duidelijk.agenda.dossier import Addressee as AddresseeTold
from duidelijk.agenda.dossier import Ask as AskTold
from duidelijk.agenda.dossier import AskKind, Credit, Dossier, Origin, Urgency
from duidelijk.agenda.dossier import Milestone as MilestoneTold
from duidelijk.agenda.dossier import Money as MoneyTold
from duidelijk.agenda.dossier import Recognition as RecognitionTold
from duidelijk.agenda.dossier import Step as StepTold
from duidelijk.agenda.workflow import State, Thing
from duidelijk.duiding.report import FigureKey
from duidelijk.duiding.scales import Confidence
from duidelijk.foundation.documents import from_plain
from duidelijk.web.agenda.evidence import evidence_from
from duidelijk.web.agenda.models import Action, Addressee, Ask, Recognition, Signal, Step
from duidelijk.web.agenda.words_of import both

_PREFIX = {Thing.ASK: "v", Thing.ACTION: "a", Thing.MILESTONE: "m"}


def key_of(thing: Thing, key: int) -> str:
    """The id of a thing within its dossier: ``v12`` for the ask (*vraag*) with key 12."""
    return f"{_PREFIX[thing]}{key}" if thing in _PREFIX else ""


def dossier_of(signal: Signal) -> Dossier:
    """A signal as it stands now, with everything in it that may be read outside."""
    steps = list(signal.steps.all())
    asks = list(signal.asks.select_related("addressee"))
    actions = signal.actions.select_related("owner").prefetch_related("milestones", "money")
    return Dossier(
        number=signal.pk,
        title=both(signal, "title", signal.language),
        text=both(signal, "text", signal.language),
        origin=Origin(signal.origin),
        urgency=Urgency(signal.urgency),
        raised_by=signal.raised_as,
        themes=tuple(signal.themes),
        groups=tuple(signal.groups),
        regions=tuple(signal.regions),
        since=signal.since,
        confidence=Confidence(signal.confidence) if signal.confidence else None,
        evidence=evidence_from(signal.evidence),
        recognised=_recognised(signal),
        credits=_credits(signal),
        asks=tuple(_ask(each, signal.language) for each in asks),
        actions=tuple(_action(each, signal.language) for each in actions),
        steps=steps_of(steps),
        language=signal.language,
        example=signal.example,
    )


def steps_of(steps: Iterable[Step]) -> tuple[StepTold, ...]:
    """Steps as values, in the order in which they were entered."""
    return tuple(_step(each) for each in steps)


def _step(each: Step) -> StepTold:
    thing = Thing(each.thing)
    return StepTold(
        thing=thing,
        key=key_of(thing, each.key),
        name=each.name,
        on=each.on,
        by=each.by,
        reason=both(each, "reason"),
        until=each.until,
        table=both(each, "table"),
        evidence=evidence_from(each.evidence),
        into=each.into,
    )


def addressee_told(addressee: Addressee) -> AddresseeTold:
    """Who is asked, or acts."""
    return AddresseeTold(addressee.slug, both(addressee, "name"), addressee.kind)


def _ask(ask: Ask, language: str) -> AskTold:
    return AskTold(
        key_of(Thing.ASK, ask.pk),
        AskKind(ask.kind),
        both(ask, "text", language),
        addressee_told(ask.addressee),
        ask.answer_by,
    )


def _action(action: Action, language: str) -> ActionTold:
    return ActionTold(
        id=key_of(Thing.ACTION, action.pk),
        title=both(action, "title", language),
        text=both(action, "text", language),
        owner=addressee_told(action.owner),
        ask=key_of(Thing.ASK, action.ask_id) if action.ask_id else "",
        region=action.region,
        money=tuple(
            MoneyTold(each.euros, both(each, "what", language)) for each in action.money.all()
        ),
        milestones=tuple(
            MilestoneTold(key_of(Thing.MILESTONE, each.pk), both(each, "text", language), each.due)
            for each in action.milestones.all()
        ),
        aims=tuple(from_plain(FigureKey, each) for each in action.aims),
        evidence=evidence_from(action.evidence),
    )


def _recognised(signal: Signal) -> tuple[RecognitionTold, ...]:
    """Who sees the same, those of signals that were merged into it included, each once."""
    family = [signal.pk, *signal.merged.values_list("pk", flat=True)]
    found = Recognition.objects.filter(signal__in=family).select_related("organisation")
    if signal.organisation_id is not None:
        found = found.exclude(organisation=signal.organisation_id)  # who raised it is told as that
    once: dict[int, RecognitionTold] = {}
    for each in found.order_by("on", "id"):
        own = each.organisation
        told = RecognitionTold(own.name, own.kind, each.on, own.region)
        once.setdefault(each.organisation_id, told)
    return tuple(once.values())


def _credits(signal: Signal) -> tuple[Credit, ...]:
    """The signals that were merged into it, with who raised them."""
    found = []
    for each in signal.merged.prefetch_related("steps").order_by("pk"):
        steps = [one for one in each.steps.all() if one.thing == Thing.SIGNAL]
        raised = next((one.on for one in steps), timezone.localdate(each.created))
        merged = [one.on for one in steps if one.after == State.MERGED]
        if merged:
            title = both(each, "title", each.language)
            found.append(Credit(each.pk, title, each.raised_as, raised, merged[-1]))
    return tuple(found)
