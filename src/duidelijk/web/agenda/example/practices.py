"""Enters what others can copy out of ``practices.yaml``, as real people would, and publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from duidelijk.agenda.practice import Audience
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, EvidenceKind
from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.practising import PracticeDraft, propose, publish, seal_of

_FILE = Path(__file__).with_name("practices.yaml")


def enter_practices(
    sources: Mapping[str, Mapping[str, str]], writer: User, publisher: User
) -> None:
    """Enter every practice and publish it; *sources* are those told elsewhere, by name."""
    told: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    known = {**sources, **told["sources"]}
    for each in told["practices"]:
        draft = PracticeDraft(
            audience=Audience(each["for"]),
            theme=each["theme"],
            title=_text(each["title"]),
            text=_text(each["text"]),
            groups=["jongeren"],
            organisation=each.get("organisation", ""),
            region=each.get("region", ""),
            since=each.get("since"),
            contact=each.get("contact", ""),
            evidence=[_source(known[name]) for name in each["evidence"]],
        )
        made = propose(draft, f"example-{each['key']}", writer, example=True)
        publish(made.pk, seal_of(made), publisher)


def _source(told: Mapping[str, str]) -> Evidence:
    return Evidence(EvidenceKind.SOURCE, Text(told["title"], told["en"]), told["url"])


def _text(told: Mapping[str, str]) -> Text:
    return Text(told["nl"], told["en"])
