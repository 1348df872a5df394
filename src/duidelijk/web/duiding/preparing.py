"""Before a session: its particulars, its agenda, who is invited, and at which table they sit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from duidelijk.duiding.mix import Part, mix, spread_over_tables
from duidelijk.duiding.phases import Phase, is_open
from duidelijk.duiding.scales import Attribution
from duidelijk.editions.edition import Edition
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind, Perspective, Right
from duidelijk.web.audit.recording import record
from duidelijk.web.duiding.answering import open_round
from duidelijk.web.duiding.changing import Overtaken, held, held_by, own_token, redrafted, told
from duidelijk.web.duiding.citing import figure_at
from duidelijk.web.duiding.evidence import development_of, development_title, edition_of
from duidelijk.web.duiding.models import Item, Member, Session
from duidelijk.web.duiding.passing import shut_out
from duidelijk.web.typed_text import one_line, plain

MOST_TABLES = 20
LONGEST_WHY = 2000
_LONGEST_TITLE = 300
BEFORE = (Phase.PREPARING,)
UNTIL_CONCLUDING = (Phase.PREPARING, Phase.ALONE, Phase.TOGETHER)


class NoFigure(Exception):
    """An address leads to no figure of an edition that may be looked at."""


class Loosened(Exception):
    """Who was promised not to be named by their organisation is not named after all."""


@transaction.atomic
def open_session(fields: Mapping[str, Any], facilitator: User) -> Session:
    """Make a session with these particulars, led by *facilitator*."""
    session = Session.objects.create(**fields, facilitator=facilitator)
    record(facilitator, "session_opened", f"{session.pk} {session.question}")
    return session


@transaction.atomic
def change_session(key: int, fields: Mapping[str, Any], based_on: int, by: User) -> Session:
    """Change the particulars of a session.

    Raises ``Overtaken`` when they were changed in another window since, ``Loosened`` when people
    who wrote under their perspective would now be named by their organisation.
    """
    session = held(key, *[each for each in Phase if each is not Phase.CLOSED])
    if session.revision != based_on:
        raise Overtaken
    wrote = session.statements.exists() or session.members.exclude(joined=None).exists()
    looser = (session.attribution, fields["attribution"]) == (
        Attribution.PERSPECTIVE,
        Attribution.ORGANISATION,
    )
    if wrote and looser:
        raise Loosened
    for name, value in fields.items():
        setattr(session, name, value)
    session.revision += 1
    session.save()
    redrafted(session)
    told(session)
    record(by, "session_changed", f"{session.pk} {session.question}")
    return session


@transaction.atomic
def hand_over(key: int, to: User, by: User) -> None:
    """Let another facilitator lead a session."""
    session = held(key)
    session.facilitator = to
    session.save(update_fields=["facilitator"])
    told(session)
    record(by, "session_handed_over", f"{session.pk} {session.question}", to=to.name)


@transaction.atomic
def take_over(key: int, by: User) -> bool:
    """Lead a session whose facilitator cannot any more; ``False`` while they can."""
    session = held(key)
    if may_lead(session.facilitator):
        return False
    session.facilitator = by
    session.save(update_fields=["facilitator"])
    told(session)
    record(by, "session_taken_over", f"{session.pk} {session.question}")
    return True


def may_lead(user: User) -> bool:
    """Whether somebody can lead sessions at all: a blocked account cannot."""
    return user.may(Right.FACILITATE)


@transaction.atomic
def compose(session_key: int, chosen: Sequence[str], edition: Edition, by: User) -> None:
    """Put striking developments on the agenda, and take those off that are not chosen any more.

    What somebody answered already stays on. In the order of the edition's list.
    """
    session = held(session_key, *UNTIL_CONCLUDING)
    there = {each.development: each for each in session.items.exclude(development="")}
    for key, item in there.items():
        if key not in chosen and not item.answers.exists() and not item.statements.exists():
            _put_in(session, item.pk, Item.State.DROPPED)
    last = _last(session)
    for key in dict.fromkeys(chosen):
        development = development_of(edition, key)
        if development is None:
            continue
        if key in there:
            _put_in(session, there[key].pk, Item.State.ON)
            continue
        last += 1
        indicator = edition.monitor.indicators[development["indicator"]]
        Item.objects.create(
            session=session,
            order=last,
            title=development_title(edition, development, session.language)[:_LONGEST_TITLE],
            title_en=development_title(edition, development, "en")[:_LONGEST_TITLE],
            theme=indicator.theme or session.theme,
            development=key,
            token=f"development-{secrets.token_urlsafe(8)}",
        )
    told(session)
    record(by, "agenda_composed", f"{session.pk} {session.question}", items=len(chosen))


@dataclass(frozen=True)
class Proposal:
    """Something to put on the agenda that is no striking development."""

    title: str
    why: str = ""
    theme: str = ""
    address: str = ""
    token: str = ""
    title_en: str = ""


@transaction.atomic
def propose(session_key: int, proposal: Proposal, by: Member | None, waits: bool = False) -> Item:
    """Put something on the agenda; what a participant brings in waits for the facilitator, and so
    does what nobody in the room brought in (*waits*).

    Sent twice with the same token it is there once. Raises ``ValueError`` without a title,
    ``NoFigure`` for an address of something else than a figure.
    """
    session = held_by(by, *UNTIL_CONCLUDING) if by else held(session_key, *UNTIL_CONCLUDING)
    title = one_line(proposal.title, _LONGEST_TITLE)
    if not title:
        raise ValueError("title")
    token = own_token(by, proposal.token)
    there = session.items.filter(token=token).first()
    if there is not None and there.title == title:
        return there
    if there is not None:  # sent from a page gone back to, with other words
        token = own_token(by, "")
    theme = proposal.theme or session.theme
    if proposal.address:
        evidence = figure_at(proposal.address, session, of_session=True)
        edition = edition_of(evidence.edition) if evidence else None
        if evidence is None or evidence.figure is None or edition is None:
            raise NoFigure
        theme = edition.monitor.indicators[evidence.figure.indicator].theme or theme
    item = Item.objects.create(
        session=session,
        order=_last(session) + 1,
        title=title,
        title_en=one_line(proposal.title_en, _LONGEST_TITLE),
        why=plain(proposal.why)[:LONGEST_WHY],
        theme=theme,
        address=proposal.address[:600],
        state=Item.State.PROPOSED if by or waits else Item.State.ON,
        proposed_by=by,
        token=token,
    )
    told(session)
    return item


@transaction.atomic
def settle(session_key: int, item_key: int, state: str, by: User) -> None:
    """Put a proposal on the agenda or not, or take something off it."""
    session = held(session_key, *UNTIL_CONCLUDING)
    _put_in(session, item_key, state)
    told(session)
    record(by, "agenda_settled", f"{session.pk} {session.question}", state=state)


def _put_in(session: Session, item_key: int, state: str) -> None:
    """Put an item on the agenda or take it off; the room does not look at what is off it."""
    session.items.filter(pk=item_key).update(state=state)
    if state == Item.State.ON and is_open(session.stage):
        # what was handed in on it before it was taken off
        open_round(session, 1)
    if session.showing_id == item_key and state != Item.State.ON:
        Session.objects.filter(pk=session.pk).update(showing=None)


@transaction.atomic
def move(session_key: int, item_key: int, up: bool) -> None:
    """Move something one place on the agenda."""
    session = held(session_key)
    items = list(session.items.filter(state=Item.State.ON))
    at = next((n for n, each in enumerate(items) if each.pk == item_key), None)
    if at is None:
        return
    to = at - 1 if up else at + 1
    if 0 <= to < len(items):
        items[at], items[to] = items[to], items[at]
    for order, each in enumerate(items, start=1):
        Item.objects.filter(pk=each.pk).update(order=order)
    redrafted(session)
    told(session)


@dataclass(frozen=True)
class Guest:
    """Who is invited to a session."""

    name: str
    organisation: Organisation
    perspective: str
    email: str = ""
    language: str = "nl"
    user: User | None = None


class InAlready(Exception):
    """This address, or this account, is invited already."""


@transaction.atomic
def invite(session_key: int, guest: Guest, by: User) -> Member:
    """Invite somebody. Raises ``InAlready``."""
    session = held(session_key, *[each for each in Phase if each is not Phase.CLOSED])
    same = session.members.filter(withdrawn=None)
    email = guest.email.strip().lower()
    if email and same.filter(email=email).exists():
        raise InAlready
    if guest.user is not None:
        before = session.members.filter(user=guest.user).first()
        if before is not None:
            if before.withdrawn is None:
                raise InAlready
            before.withdrawn = None
            before.save(update_fields=["withdrawn"])
            told(session)
            _invited_by(by, before)
            return before
    before = _before(session, email) if email else None
    member = Member.objects.create(
        session=session,
        user=guest.user,
        name=one_line(guest.name, 160),
        email=email,
        organisation=guest.organisation,
        kind=guest.organisation.kind,
        perspective=before.perspective if before else guest.perspective,
        language=guest.language,
        first_id=before.person if before else None,
    )
    told(session)
    _invited_by(by, member)
    return member


def _before(session: Session, email: str) -> Member | None:
    """Who came in by this address before; they keep the perspective they spoke from."""
    came_in = session.members.filter(email=email, user=None).exclude(joined=None)
    return came_in.order_by("id").last()


@transaction.atomic
def invite_anew(session_key: int, member_key: int, by: User) -> Member | None:
    """Invite somebody without an account anew, who lost the way in: they begin with an empty page.

    What they wrote alone and did not hand in stays shut: whoever leads could use the new link. What
    they said and weighed stays, and they count once. ``None`` when there is nobody to invite.
    """
    session = held(session_key, *[each for each in Phase if each is not Phase.CLOSED])
    there = session.members.filter(pk=member_key, user=None, withdrawn=None, erased=None)
    before = there.select_related("organisation").first()
    if before is None:
        return None
    _shut(before)
    member = Member.objects.create(
        session=session,
        name=before.name,
        email=before.email,
        organisation=before.organisation,
        kind=before.kind,
        perspective=before.perspective,
        language=before.language,
        table=before.table,
        first_id=before.person,
    )
    told(session)
    _invited_by(by, member)
    return member


def _shut(member: Member) -> None:
    member.withdrawn = timezone.now()
    member.save(update_fields=["withdrawn"])
    shut_out(member)


def _invited_by(by: User, member: Member) -> None:
    where = f"{member.session_id} #{member.pk}"
    record(by, "session_invited", where, perspective=member.perspective)


@transaction.atomic
def withdraw(session_key: int, member_key: int, by: User) -> None:
    """Close the way in for somebody; what they said stays."""
    session = held(session_key)
    member = session.members.filter(pk=member_key, withdrawn=None).first()
    if member is None:
        return
    _shut(member)
    told(session)
    record(by, "session_withdrawn", f"{session.pk} #{member.pk}")


@transaction.atomic
def seat(session_key: int, tables: int, by: User) -> None:
    """Divide everybody who is invited over so many tables; 0 for one room."""
    session = held(session_key)
    members = {each.pk: each.perspective for each in session.members.filter(withdrawn=None)}
    count = max(0, min(tables, MOST_TABLES))
    at = spread_over_tables(members, count) if count else dict.fromkeys(members, 0)
    for key, table in at.items():
        Member.objects.filter(pk=key).update(table=table)
    session.tables = count
    session.save(update_fields=["tables"])
    told(session)
    record(by, "session_seated", f"{session.pk} {session.question}", tables=count)


@transaction.atomic
def seat_one(session_key: int, member_key: int, table: int) -> None:
    """Put somebody at another table."""
    session = held(session_key)
    if 0 <= table <= session.tables:
        Member.objects.filter(pk=member_key, session=session).update(table=table)
        told(session)


def perspectives(session: Session) -> list[Part]:
    """The mix of perspectives: wanted, invited, in the room."""
    members = _invited(session)
    return mix(
        session.wanted,
        [each.perspective for each in members],
        [each.perspective for each in members if each.present],
        Perspective.values,
    )


def kinds(session: Session) -> list[Part]:
    """The mix of kinds of organisation: wanted, invited, in the room."""
    members = _invited(session)
    return mix(
        session.wanted_kinds,
        [each.kind for each in members],
        [each.kind for each in members if each.present],
        Kind.values,
    )


def _invited(session: Session) -> list[Member]:
    return list(session.members.filter(withdrawn=None))


def _last(session: Session) -> int:
    found = session.items.aggregate(last=Max("order"))["last"]
    return int(found or 0)
