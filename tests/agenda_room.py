"""A programme for tests: organisations, who keeps, publishes and answers, and a signal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from duidelijk.agenda.dossier import AskKind, Origin, Urgency
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, EvidenceKind
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda.asking import AskDraft, draft_ask
from duidelijk.web.agenda.models import Addressee, Ask, Signal
from duidelijk.web.agenda.raising import Draft, Source, raise_signal
from duidelijk.web.agenda.stepping import Told, take
from duidelijk.web.agenda.tables import add_addressee

LETTER = Evidence(EvidenceKind.SOURCE, Text("Brief aan de Kamer", ""), "https://example.nl/brief")
TOWNS = {"Gemeente Ede": "GM0228", "Gemeente Tiel": "GM0281"}


def somebody(name: str, organisation: str, kind: Kind, *roles: str) -> User:
    """An account of an organisation, with these roles."""
    home, _ = Organisation.objects.get_or_create(
        name=organisation, defaults={"kind": kind, "region": TOWNS.get(organisation, "")}
    )
    user = User(email=f"{name}@example.nl", name=name.title(), organisation=home)
    user.roles, user.perspective = list(roles), "policy"
    user.save()
    return user


def let_in(user: User) -> Client:
    """Their browser, signed in with a second factor."""
    TOTP.activate(user, generate_totp_secret())
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return client


@dataclass(frozen=True)
class Programme:
    """Who there is."""

    keeper: User
    second: User
    """Keeps the agenda as well: agrees to what the first wrote."""
    publisher: User
    ministry: User
    """Answers for who is asked."""
    town: User
    """Of the municipality that raises signals."""
    other: User
    """Answers for another municipality."""
    addressee: Addressee


def programme() -> Programme:
    """Everybody, in the database."""
    ministry = somebody("ocw", "Ministerie van OCW", Kind.MINISTRY, "representative")
    keeper = somebody("keeper", "VNG", Kind.ASSOCIATION, "editor")
    name = Text("Ministerie van OCW", "Ministry of Education")
    return Programme(
        keeper=keeper,
        second=somebody("second", "VNG", Kind.ASSOCIATION, "facilitator"),
        publisher=somebody("publisher", "VNG", Kind.ASSOCIATION, "publisher"),
        ministry=ministry,
        town=somebody("ede", "Gemeente Ede", Kind.MUNICIPALITY, "participant"),
        other=somebody("tiel", "Gemeente Tiel", Kind.MUNICIPALITY, "representative"),
        addressee=add_addressee(name, Kind.MINISTRY, ministry.organisation, keeper),
    )


def worded(title: str = "Te weinig stages", **given: Any) -> Draft:
    """A signal in words."""
    told: dict[str, Any] = {
        "title": Text(title, ""),
        "text": Text("Studenten in het mbo vinden geen stage.", ""),
        "origin": Origin.PRACTICE,
        "urgency": Urgency.NOW,
        "themes": ("onderwijs",),
        "groups": ("jongeren",),
    }
    return Draft(**(told | given))


def taken_up(people: Programme, title: str = "Te weinig stages", **given: Any) -> Signal:
    """A signal that a municipality raised and that was taken up."""
    made = raise_signal(worded(title, **given), Source(), f"token-{title}", people.town)
    take(made.pk, Thing.SIGNAL, 0, "take_up", Told(), people.keeper)
    return Signal.objects.get(pk=made.pk)


def asked(signal: Signal, people: Programme, *steps: str, token: str = "vraag") -> Ask:
    """Something asked of the ministry, with these steps taken."""
    words = Text("Maak extra stages mogelijk.", "")
    draft = AskDraft(AskKind.PROPOSAL, words, people.addressee.pk, in_days(30))
    ask = draft_ask(signal.pk, draft, token, people.keeper)
    for name in steps:
        take(signal.pk, Thing.ASK, ask.pk, name, Told(), people.second)
    return ask


def in_days(number: int) -> dt.date:
    """So many days from now."""
    return dt.date.today() + dt.timedelta(days=number)
