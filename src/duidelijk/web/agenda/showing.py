"""Signals as the desk shows them: lists, one signal with what may be done, a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from duidelijk.agenda.workflow import FIRST, State, Thing, Transition, possible
from duidelijk.publish.agenda.showing import ActionShown
from duidelijk.publish.duiding.plain import in_language
from duidelijk.publish.periods import date_words
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.acting import may_keep
from duidelijk.web.agenda.asking import DECISIONS
from duidelijk.web.agenda.changing import NotPossible
from duidelijk.web.agenda.dossiers import key_of
from duidelijk.web.agenda.evidence import as_lines
from duidelijk.web.agenda.models import (
    Action,
    Ask,
    Meeting,
    Milestone,
    Point,
    Publication,
    Signal,
    Step,
    Table,
    today,
)
from duidelijk.web.agenda.offers import Offered
from duidelijk.web.agenda.parties import about, parties
from duidelijk.web.agenda.publishing import (
    changes_since,
    last_publication,
    public_dossier,
    publishable,
    seal_of,
)
from duidelijk.web.agenda.publishing import written_by as wrote_some
from duidelijk.web.agenda.raising import Draft, may_reword, state_of
from duidelijk.web.agenda.seeing import dossier_for, stage_for, title_for
from duidelijk.web.agenda.stepping import GOES_ON, state_after, worded
from duidelijk.web.agenda.telling import told_shown, with_effects
from duidelijk.web.agenda.words_of import both
from duidelijk.web.audit.showing import shown_events
from duidelijk.web.dashboard.places import Place
from duidelijk.web.library import library
from duidelijk.web.words import words

ENDS = frozenset(
    {
        State.TURNED_DOWN,
        State.WITHDRAWN,
        State.REFUSED,
        State.STOPPED,
        State.DROPPED,
        State.MERGED,
    }
)
"""States that a button leads to which looks as if it takes something away."""
_DAYS = 30


def anchor(thing: str, key: int) -> str:
    """Where a thing stands on the page of its signal."""
    return f"#{thing}-{key}" if key else ""


def why_not(refused: NotPossible, language: str) -> str:
    """Why something cannot be done, in words."""
    return words(language)[f"agenda_not_{refused.key}"].format(**refused.told)


def kept_otherwise(form: forms.Form) -> list[dict[str, Any]]:
    """What is kept by now of the fields that say something else here, by label."""
    return [
        {"label": form.fields[name].label, "value": form.initial.get(name)}
        for name in form.changed_data
        if name in form.initial and form.initial.get(name) not in ("", None)
    ]


def in_state(found: QuerySet[Signal], *states: State) -> QuerySet[Signal]:
    """Those signals that stand in one of these states."""
    last = Step.objects.filter(signal=OuterRef("pk"), thing=Thing.SIGNAL).order_by("-pk")
    return found.annotate(now=Subquery(last.values("after")[:1])).filter(now__in=states)


def with_last_step(found: QuerySet[Any], thing: Thing, signal: str) -> QuerySet[Any]:
    """Asks, actions or milestones, each with where it stands (``now``) and the day that its last
    step named (``until``); *signal* is the way to their signal.
    """
    last = Step.objects.filter(signal=OuterRef(signal), thing=thing, key=OuterRef("pk"))
    newest = last.order_by("-pk")
    return found.annotate(
        now=Subquery(newest.values("after")[:1]), until=Subquery(newest.values("until")[:1])
    )


def unpublished(found: QuerySet[Signal]) -> QuerySet[Signal]:
    """Those signals that were changed since their last publication, or never published and open."""
    last = Publication.objects.filter(signal=OuterRef("pk")).order_by("-version")
    known = found.annotate(out=Subquery(last.values("revision")[:1]))
    fresh = in_state(known, State.OPEN).filter(out=None)
    changed = known.filter(out__isnull=False).exclude(revision=F("out"))
    return found.filter(Q(pk__in=fresh.values("pk")) | Q(pk__in=changed.values("pk")))


def to_publish(found: QuerySet[Signal]) -> list[Signal]:
    """Those signals of which there is something to publish; a draft alone is none."""
    return [each for each in unpublished(found) if publishable(each)]


def rows(found: Iterable[Signal], user: User, language: str) -> list[dict[str, Any]]:
    """Signals as a list shows them to somebody, each with where it stands."""
    signals = list(found)
    last: dict[int, Step] = {}
    for step in Step.objects.filter(signal__in=[each.pk for each in signals]).order_by("pk"):
        if step.thing == Thing.SIGNAL or step.signal_id not in last:
            last[step.signal_id] = step
    phrases = words(language)
    return [
        {
            "key": each.pk,
            "url": reverse("signal_desk", args=[each.pk]),
            "title": title_for(user, each, language),
            "state": phrases[f"stage_{stage}"]
            if (stage := stage_for(user, each))
            else phrases[f"state_signal_{last[each.pk].after}"]
            if each.pk in last
            else "",
            "raised_as": each.raised_as,
            "urgency": phrases[f"urgency_{each.urgency}"],
            "example": each.example,
        }
        for each in signals
    ]


def offer_rows(offers: Iterable[Offered], language: str) -> list[dict[str, Any]]:
    """What signals can be made of, as a list shows it."""
    return [
        {
            "key": each.key,
            "title": each.title.to(language) or each.title.nl,
            "text": each.draft.text.to(language) or each.draft.text.nl,
            "edition": each.edition,
            "asked_of": each.asked_of,
        }
        for each in offers
    ]


def initial_of_draft(draft: Draft) -> dict[str, Any]:
    """What the form of a signal starts with that is made of something else."""
    return {
        "signal_title": draft.title.nl,
        "signal_title_en": draft.title.en,
        "signal_text": draft.text.nl,
        "signal_text_en": draft.text.en,
        "signal_origin": draft.origin.value,
        "signal_urgency": draft.urgency.value,
        "signal_since": draft.since,
        "signal_themes": list(draft.themes),
        "signal_groups": list(draft.groups),
        "signal_regions": ", ".join(draft.regions),
        "signal_evidence": as_lines(draft.evidence),
    }


def signal_page(signal: Signal, user: User, language: str) -> dict[str, Any]:
    """One signal with everything that followed, and what somebody may do with each part."""
    steps = list(signal.steps.all())
    asks = list(signal.asks.select_related("addressee").prefetch_related("points__meeting__table"))
    actions = list(signal.actions.select_related("owner").prefetch_related("milestones"))
    may = _May(signal, user, steps, language)
    keeps, state = user.may(Right.KEEP_AGENDA), state_of(signal)
    open_ = state in (State.RAISED, State.OPEN)
    own = signal.organisation_id == user.organisation_id
    known = signal.recognitions.filter(organisation=user.organisation_id).exists()
    told = told_shown(dossier_for(user, signal), language)
    by_ask = {each.id: each for each in told.asks}
    by_action = {each.id: each for each in told.actions}
    last = last_publication(signal)
    return {
        "key": signal.pk,
        "told": told,
        "may": may.steps(Thing.SIGNAL, None),
        "asks": [
            _ask(each, may, keeps, language) | {"told": by_ask[key_of(Thing.ASK, each.pk)]}
            for each in asks
            if key_of(Thing.ASK, each.pk) in by_ask
        ],
        "actions": [
            _action(each, by_action[key_of(Thing.ACTION, each.pk)], may, signal, user)
            for each in actions
            if key_of(Thing.ACTION, each.pk) in by_action
        ],
        "may_reword": may_reword(signal, user),
        "keeps": keeps,
        "may_ask": keeps and state is State.OPEN,
        "may_act": (keeps or user.may(Right.ANSWER_FOR)) and state is State.OPEN,
        "may_merge": keeps and open_ and not asks and not actions,
        "may_recognise": open_ and not own and not known,
        "recognised": known,
        "merged_into": signal.merged_into,
        "meetings": meetings_ahead(language) if keeps else [],
        "public": last is not None,
        "public_url": Place(language).signal(signal.pk),
        "waiting": publishable(signal),
        "publishable": user.may(Right.PUBLISH) and publishable(signal),
        "log": f"{reverse('log')}?over=signal%20{signal.pk}" if user.may(Right.READ_LOG) else "",
    }


class _May:
    """The steps that somebody may take with each thing of a signal."""

    def __init__(self, signal: Signal, user: User, steps: Sequence[Step], language: str) -> None:
        self._signal, self._user, self._steps = signal, user, steps
        self._language = language

    def steps(self, thing: Thing, row: Ask | Action | Milestone | None) -> list[dict[str, Any]]:
        """With their words and addresses, in the order of the table."""
        key, mine = row.pk if row else 0, parties(self._user, self._signal, about(row))
        if row is not None and state_after(self._steps) not in GOES_ON[thing]:
            return []
        return [
            _button(self._signal, each, key, self._language)
            for each in possible(thing, self.state(thing, key))
            if mine & each.by and each.name not in ("merge", *FIRST.values())
            if not (each.other and isinstance(row, Ask) and worded(row, self._user))
        ]

    def state(self, thing: Thing, key: int) -> State:
        """Where a thing stands."""
        own = [each for each in self._steps if (each.thing, each.key) == (thing, key)]
        return State(own[-1].after) if own else State.NONE


def _button(signal: Signal, taken: Transition, key: int, language: str) -> dict[str, Any]:
    name = [signal.pk, taken.thing.value, key, taken.name]
    return {
        "url": reverse("signal_step", args=name),
        "words": words(language)[f"do_{taken.thing.value}_{taken.name}"],
        "danger": taken.after in ENDS,
        "other": taken.other,
    }


def _ask(ask: Ask, may: _May, keeps: bool, language: str) -> dict[str, Any]:
    state = may.state(Thing.ASK, ask.pk)
    return {
        "key": ask.pk,
        "may": may.steps(Thing.ASK, ask),
        "may_reword": keeps and state is State.DRAFTED,
        "may_schedule": keeps and state not in (State.WITHDRAWN, State.ACCEPTED),
        "may_act": state in (State.ACCEPTED, State.DEFERRED, State.PUT),
        "points": [
            meeting_row(each.meeting, language) | {"decided": each.decided}
            for each in ask.points.all()
        ],
    }


def _action(
    action: Action, told: ActionShown, may: _May, signal: Signal, user: User
) -> dict[str, Any]:
    stones = {each.id: each for each in told.milestones}
    return {
        "key": action.pk,
        "told": told,
        "may": may.steps(Thing.ACTION, action),
        "may_keep": may_keep(signal, action, user),
        "stones": [
            {
                "told": stones[key_of(Thing.MILESTONE, each.pk)],
                "may": may.steps(Thing.MILESTONE, each),
            }
            for each in action.milestones.all()
            if key_of(Thing.MILESTONE, each.pk) in stones
        ],
    }


def publishing_page(signal: Signal, user: User, language: str) -> dict[str, Any]:
    """A signal as it will be read, and what is new in it by whom."""
    dossier = public_dossier(signal)
    told = told_shown(dossier, language)
    return {
        "key": signal.pk,
        "told": told,
        "actions": with_effects(dossier, told, library().newest(), Place(language)),
        "seen": seal_of(dossier),
        "events": shown_events(changes_since(signal)),
        "own": wrote_some(signal, user),
        "publishable": publishable(signal),
    }


def row_words(row: Ask | Action | Milestone | None, language: str) -> str:
    """What a thing is called where it stands by itself; nothing for the signal."""
    if row is None:
        return ""
    told = both(row, "title" if isinstance(row, Action) else "text")
    return in_language(told, language).text


def table_rows(language: str) -> list[dict[str, Any]]:
    """The tables, each with its next meeting."""
    found = []
    for each in Table.objects.prefetch_related("meetings"):
        ahead = [one for one in each.meetings.all() if one.on >= today() and not one.cancelled]
        found.append(
            {
                "url": reverse("table", args=[each.pk]),
                "name": each.name_in(language),
                "next": date_words(min(one.on for one in ahead), language) if ahead else "",
                "example": each.example,
            }
        )
    return found


def meeting_row(meeting: Meeting, language: str) -> dict[str, Any]:
    """A meeting as lists show it."""
    return {
        "key": meeting.pk,
        "url": reverse("meeting", args=[meeting.pk]),
        "table": meeting.table.name_in(language),
        "date": date_words(meeting.on, language),
        "place": meeting.place,
        "cancelled": meeting.cancelled is not None,
        "points": meeting.points.count(),
    }


def meetings_ahead(language: str) -> list[dict[str, Any]]:
    """The meetings to come, and of today, soonest first."""
    ahead = Meeting.objects.filter(on__gte=today(), cancelled=None).select_related("table")
    return [meeting_row(each, language) for each in ahead.order_by("on", "pk")[:_DAYS]]


def meeting_page(meeting: Meeting, language: str) -> dict[str, Any]:
    """A meeting with its agenda: what is decided, what can be, and what else can be put on it."""
    points = list(
        meeting.points.select_related("ask__signal", "ask__addressee").prefetch_related(
            "ask__signal__steps"
        )
    )
    there = {each.ask_id for each in points}
    free = Ask.objects.exclude(pk__in=there).select_related("signal", "addressee")
    return {
        "key": meeting.pk,
        "meeting": meeting_row(meeting, language),
        "table": reverse("table", args=[meeting.table_id]),
        "may_cancel": meeting.cancelled is None and not any(each.decided for each in points),
        "decides": meeting.on <= today() and meeting.cancelled is None,
        "points": [_point(meeting, each, language) for each in points],
        "free": [
            {"key": each.pk, "text": row_words(each, language), "signal": each.signal.title_nl}
            for each in free
            if _state(each) in (State.DRAFTED, State.AGREED, State.DEFERRED)
        ],
    }


def _point(meeting: Meeting, point: Point, language: str) -> dict[str, Any]:
    ask, phrases = point.ask, words(language)
    steps = [each for each in possible(Thing.ASK, _state(ask)) if each.name in DECISIONS]
    return {
        "key": point.pk,
        "signal": ask.signal.title_in(language),
        "url": f"{reverse('signal_desk', args=[ask.signal_id])}{anchor(Thing.ASK, ask.pk)}",
        "text": row_words(ask, language),
        "of": ask.addressee.name_in(language),
        "state": phrases[f"state_ask_{_state(ask).value}"],
        "decided": phrases[f"step_ask_{point.decided}"] if point.decided else "",
        "decision": (
            point.decision_en if language == "en" and point.decision_en else point.decision_nl
        ),
        "may": [
            {
                "url": reverse("decide", args=[meeting.pk, point.pk, each.name]),
                "words": phrases[f"do_ask_{each.name}"],
                "danger": each.after in ENDS,
            }
            for each in steps
        ],
    }


def _state(ask: Ask) -> State:
    own = [each for each in ask.signal.steps.all() if (each.thing, each.key) == (Thing.ASK, ask.pk)]
    return State(own[-1].after) if own else State.NONE
