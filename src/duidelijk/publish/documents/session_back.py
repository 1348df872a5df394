"""What closes the report of a session: what people think of it, how to read it, its sources."""

from __future__ import annotations

from duidelijk.duiding.report import Evidence
from duidelijk.duiding.scales import Confidence
from duidelijk.publish.documents.blocks import (
    Block,
    Run,
    cell,
    heading,
    paragraph,
    reference,
    run,
    spaced,
    sticky,
    table,
)
from duidelijk.publish.documents.session_conclusions import dissent
from duidelijk.publish.documents.session_telling import ORDER, SessionTelling, anchor, unbroken
from duidelijk.publish.duiding.naming import by_words, chance_words
from duidelijk.publish.sentences import capital


def established_part(s: SessionTelling) -> list[Block]:
    """What participants said of the report."""
    said = s.report.established
    found = [heading(s.say["established"], 1)]
    if not said.agree and not said.disagree:
        found.append(paragraph(s.say["established_none"]))
    else:
        words = s.say["established_count"].format(agree=said.agree, disagree=said.disagree)
        found.append(paragraph(words))
    if said.remarks:
        found += [paragraph(run(s.say["remarks"], strong=True)), *dissent(s, said.remarks)]
    return found


def scale_part(s: SessionTelling) -> list[Block]:
    """What the words for confidence and for standing mean."""
    chances = [
        [
            cell(run(s.named[f"confidence_{each.value}"], strong=True)),
            cell(chance_words(each, s.language)),
        ]
        for each in reversed(Confidence)
    ]
    meanings = [
        [cell(*s.status(each)), cell(s.named[f"conclusion_{each.value}_why"])] for each in ORDER
    ]
    return [
        heading(s.say["scale"], 1),
        sticky(paragraph(s.say["scale_lead"], kind="small")),
        table([s.say["word"], s.say["meaning"]], chances, [1, 2.4], breakable=False),
        paragraph(run(s.say["scale_source"], quiet=True), kind="small"),
        sticky(paragraph(s.say["status_lead"], kind="small")),
        table([s.say["judgement"], s.say["meaning"]], meanings, [1, 2.4], breakable=False),
    ]


def references_part(s: SessionTelling) -> list[Block]:
    """The statements and the figures, under the numbers by which they are cited."""
    found: list[Block] = []
    if s.in_order:
        found.append(heading(s.say["statements"], 2))
    for each in s.in_order:
        by = unbroken(by_words(each.by, s.language))
        about = f"{s.named[f'statement_{each.said.value}']}, {by}"
        number = s.statements[each.id]
        told = spaced(s.said(each.text), run(f"({about})", quiet=True), s.cited((), each.evidence))
        found.append(reference(anchor(number), f"[{number}]", *told))
    if s.evidence:
        found.append(heading(s.say["evidence"], 2))
    for evidence, number in s.evidence.items():
        found.append(reference(anchor(number), f"[{number}]", *_evidence(s, evidence)))
    more = spaced(run(s.say["more"], strong=True), s.t.page())
    return [
        *([heading(s.say["references"], 1), *found] if found else []),
        paragraph(*more, kind="small"),
    ]


def _evidence(s: SessionTelling, evidence: Evidence) -> list[Run]:
    kind = run(f"{capital(s.named[f'evidence_{evidence.kind.value}'])}:", quiet=True)
    return spaced(kind, s.of(evidence.caption), _address(s, evidence.address))


def _address(s: SessionTelling, address: str) -> Run | None:
    """Where it stands: followed where it leads somewhere from paper too."""
    if not address:
        return None
    if address.startswith(("https://", "http://")):
        return run(unbroken(address.partition("://")[2]), link=address)
    if not address.startswith("/"):
        return run(unbroken(address), quiet=True)
    path = address if s.language == "nl" else f"/{s.language}{address}"
    if not s.t.site:
        return run(unbroken(path), quiet=True)
    whole = f"{s.t.site}{path}"
    return run(unbroken(whole.partition("://")[2]), link=whole)
