"""From a session in the database to its report, in which nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from duidelijk.catalogue import Text
from duidelijk.duiding.agreement import Count, suggested_status, told_apart
from duidelijk.duiding.phases import Phase
from duidelijk.duiding.report import (
    Conclusion,
    Dissent,
    Established,
    Estimates,
    Evidence,
    EvidenceKind,
    Expectation,
    FigureKey,
    Question,
    SessionReport,
    Signal,
)
from duidelijk.duiding.report import Item as ReportItem
from duidelijk.duiding.report import Statement as ReportStatement
from duidelijk.duiding.scales import (
    Attribution,
    Confidence,
    Expected,
    Said,
    Stance,
    Status,
    spread,
)
from duidelijk.duiding.sealing import as_document, from_document
from duidelijk.web.accounts.rights import Perspective
from duidelijk.web.duiding.citing import item_evidence
from duidelijk.web.duiding.concluding import approvals_of
from duidelijk.web.duiding.discussing import counts, last_words
from duidelijk.web.duiding.estimating import (
    Estimated,
    confidence,
    estimated,
    expected,
    seriousness,
)
from duidelijk.web.duiding.models import (
    Answer,
    Cited,
    EstablishedReport,
    Item,
    Kind,
    Member,
    Outcome,
    Session,
    Statement,
    Weighing,
)


class Naming:
    """As who the participants of a session are named outside it."""

    def __init__(self, session: Session) -> None:
        self._by_organisation = session.attribution == Attribution.ORGANISATION
        took_part = session.members.exclude(joined=None).select_related("organisation")
        if session.established is not None:  # who reads the report afterwards took no part
            took_part = took_part.filter(joined__lte=session.established)
        people = {each.person: each for each in took_part.order_by("id")}
        self.members: list[Member] = list(people.values())
        self._held = Counter(each.perspective for each in self.members)
        self._told = told_apart(self._held)

    def of(self, member: Member) -> str:
        """An organisation, a perspective, or nothing where that would show who it is."""
        if self._by_organisation and member.organisation is not None and member.erased is None:
            return str(member.organisation.name)
        return member.perspective if member.perspective in self._told else ""

    @property
    def perspectives(self) -> dict[str, int]:
        """How many took part, by the perspective they may be named by."""
        return dict(self._merged(self._held, 0))

    @property
    def kinds(self) -> dict[str, int]:
        """How many took part, by kind of organisation; under the empty key those whose kind would
        show who they are, where that was promised.
        """
        held = Counter(each.kind for each in self.members)
        told = held.keys() if self._by_organisation else told_apart(held)
        found = {key: held[key] for key in sorted(held) if key in told}
        rest = held.total() - sum(found.values())
        return found | ({"": rest} if rest else {})

    def merged(self, parts: Mapping[str, Count]) -> dict[str, Count]:
        """Counts by perspective, those of perspectives that are not named together."""
        return dict(self._merged(parts, Count()))

    def _merged(self, parts: Mapping[str, Any], nothing: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in (each for each in Perspective.values if each in parts):
            name = key if key in self._told else ""
            found[name] = found.get(name, nothing) + parts[key]
        if "" in found:
            found[""] = found.pop("")
        return found


def outcomes_of(session: Session) -> list[Outcome]:
    """The conclusions, signals and questions of a session, with all a report tells of them."""
    own = session.outcomes.filter(withdrawn=None).select_related("item", "asked_by__organisation")
    weighed = Weighing.objects.select_related("member__organisation").order_by("id")
    return list(own.prefetch_related("statements", Prefetch("weighings", weighed)))


def report_of(session: Session, outcomes: Sequence[Outcome] | None = None) -> SessionReport:
    """What a session came to, as it stands now; with *outcomes* that were read before, of those."""
    naming = Naming(session)
    outcomes = outcomes_of(session) if outcomes is None else outcomes
    statements = _statements(session, outcomes)
    ids = {each.pk: str(at) for at, each in enumerate(statements, start=1)}
    items = list(session.items.filter(state=Item.State.ON))
    known = {each.pk: item_evidence(session, each) for each in items}
    made = _Making(session, naming, ids, known)
    return SessionReport(
        id=str(session.pk),
        question=made.text(session.question, session.question_en),
        edition=session.edition,
        held=timezone.localdate(session.starts),
        attribution=Attribution(session.attribution),
        perspectives=naming.perspectives,
        organisations=naming.kinds,
        missing=_missing(session, naming),
        introduction=Text(session.introduction_nl, session.introduction_en),
        language=session.language,
        items=made.items(items),
        conclusions=tuple(
            made.conclusion(at, each)
            for at, each in enumerate(_of(outcomes, Kind.CONCLUSION), start=1)
        ),
        signals=tuple(
            made.signal(at, each) for at, each in enumerate(_of(outcomes, Kind.SIGNAL), start=1)
        ),
        questions=tuple(
            made.question(at, each) for at, each in enumerate(_of(outcomes, Kind.QUESTION), start=1)
        ),
        statements=tuple(made.statement(each) for each in statements),
        example=session.example,
    )


def established_report(
    session: Session, outcomes: Sequence[Outcome] | None = None
) -> SessionReport:
    """The report as it stands now, with what participants said of it."""
    report, naming = report_of(session, outcomes), Naming(session)
    said = approvals_of(session, report)
    remarks = tuple(Dissent(naming.of(each.member), each.remark) for each in said if each.remark)
    agree = sum(each.agrees for each in said)
    return replace(report, established=Established(agree, len(said) - agree, remarks))


def keep_established(session: Session) -> None:
    """Keep the report of a session that is established; the session must be held."""
    document = as_document([established_report(session)])
    EstablishedReport.objects.update_or_create(session=session, defaults={"document": document})


def last_report(session: Session, outcomes: Sequence[Outcome] | None = None) -> SessionReport:
    """The report as it was established, or as it stands while it is a draft."""
    if session.stage is Phase.CLOSED:
        kept = EstablishedReport.objects.filter(session=session).first()
        if kept is not None:
            (report,) = from_document(kept.document)
            return report
    return established_report(session, outcomes)


def reports_for(edition: str, out: Iterable[str], told: Iterable[str]) -> list[SessionReport]:
    """The established reports that belong in an edition: of sessions about its figures, and of
    those about an edition that was *out* already, which no edition has *told* yet.
    """
    sessions = Session.objects.filter(phase=Phase.CLOSED, edition__in=[edition, *out])
    kept = set(told)
    return [
        last_report(each) for each in sessions.order_by("starts", "id") if str(each.pk) not in kept
    ]


class _Making:
    """Makes the parts of one report."""

    def __init__(
        self,
        session: Session,
        naming: Naming,
        ids: Mapping[int, str],
        known: Mapping[int, Evidence | None],
    ) -> None:
        self._session, self._naming, self._ids, self._known = session, naming, ids, known

    def text(self, nl: str, en: str) -> Text:
        """Words of the facilitator: in the language of the session where there is no other."""
        return Text(nl, en or (nl if self._session.language == "en" else ""))

    def conclusion(self, at: int, outcome: Outcome) -> Conclusion:
        weighed = last_words(
            each
            for each in outcome.weighings.all()
            if each.made >= outcome.worded_in(each.language)
        )
        parts = counts(weighed)
        suggested = suggested_status(parts, len(self._naming.members))
        evidence = self._evidence(outcome)
        return Conclusion(
            id=f"c{at}",
            text=self.text(outcome.text_nl, outcome.text_en),
            status=Status(outcome.status) if outcome.status else suggested,
            confidence=Confidence(outcome.confidence) if outcome.confidence else None,
            themes=self._themes(outcome),
            groups=tuple(outcome.groups),
            suggested=suggested if outcome.status else None,
            agreement=self._naming.merged(parts),
            dissent=tuple(
                Dissent(self._naming.of(each.member), each.reason)
                for each in weighed
                if each.stance == Stance.DISAGREE and each.reason
            ),
            statements=self._rests_on(outcome),
            evidence=(evidence,) if evidence else (),
            expectation=self._expectation(outcome, evidence),
        )

    def signal(self, at: int, outcome: Outcome) -> Signal:
        return Signal(
            id=f"s{at}",
            text=self.text(outcome.text_nl, outcome.text_en),
            themes=self._themes(outcome),
            asked_of=outcome.asked_of,
            statements=self._rests_on(outcome),
        )

    def question(self, at: int, outcome: Outcome) -> Question:
        return Question(
            id=f"q{at}",
            text=self.text(outcome.text_nl, outcome.text_en),
            themes=self._themes(outcome),
            asked_by=self._naming.of(outcome.asked_by) if outcome.asked_by else "",
            statements=self._rests_on(outcome),
        )

    def statement(self, statement: Statement) -> ReportStatement:
        return ReportStatement(
            id=self._ids[statement.pk],
            said=Said(statement.said),
            text=statement.text,
            by=self._naming.of(statement.member),
            evidence=tuple(evidence_of(each) for each in statement.cited.all()),
        )

    def items(self, items: Sequence[Item]) -> tuple[ReportItem, ...]:
        known = estimated(items)
        return tuple(self._item(at, each, known[each.pk]) for at, each in enumerate(items, start=1))

    def _item(self, at: int, item: Item, own: Estimated) -> ReportItem:
        evidence = self._known[item.pk]
        return ReportItem(
            id=str(at),
            title=self.text(item.title, item.title_en),
            theme=item.theme,
            evidence=(evidence,) if evidence else (),
            first=_estimates(own.first.values()),
            revised=_estimates(own.last.values()) if own.again else Estimates(),
            changed=own.changed,
            development=item.development,
        )

    def _themes(self, outcome: Outcome) -> tuple[str, ...]:
        if outcome.themes:
            return tuple(outcome.themes)
        of_item = outcome.item.theme if outcome.item else ""
        return tuple(each for each in (of_item or self._session.theme,) if each)

    def _evidence(self, outcome: Outcome) -> Evidence | None:
        return self._known.get(outcome.item_id) if outcome.item_id else None

    def _rests_on(self, outcome: Outcome) -> tuple[str, ...]:
        own = sorted(each.pk for each in outcome.statements.all() if each.pk in self._ids)
        return tuple(self._ids[key] for key in own)

    def _expectation(self, outcome: Outcome, evidence: Evidence | None) -> Expectation | None:
        if not outcome.expected or evidence is None or evidence.figure is None:
            return None
        return Expectation(evidence.figure, Expected(outcome.expected), evidence.period)


def _estimates(answers: Collection[Answer]) -> Estimates:
    """How many chose each step of each scale."""
    return Estimates(
        spread(seriousness(answers)), spread(confidence(answers)), spread(expected(answers))
    )


def evidence_of(cited: Cited) -> Evidence:
    """What a statement stands on, as it was kept."""
    return Evidence(
        EvidenceKind(cited.kind),
        Text(cited.caption_nl, cited.caption_en),
        cited.address,
        cited.edition,
        FigureKey(**cited.figure) if cited.figure else None,
        cited.period,
    )


def _statements(session: Session, outcomes: Sequence[Outcome]) -> list[Statement]:
    """Those that an outcome rests on, in the order they were made."""
    keys = {each.pk for outcome in outcomes for each in outcome.statements.all()}
    own = session.statements.filter(pk__in=keys, withdrawn=None).order_by("id")
    return list(own.select_related("member__organisation").prefetch_related("cited"))


def _of(outcomes: Sequence[Outcome], kind: Kind) -> list[Outcome]:
    return [each for each in outcomes if each.kind == kind]


def _missing(session: Session, naming: Naming) -> tuple[str, ...]:
    there = {each.perspective for each in naming.members}
    return tuple(key for key, count in session.wanted.items() if count and key not in there)
