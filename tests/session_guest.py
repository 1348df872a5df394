"""Somebody who takes part in a session, with a browser of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.test import Client

from duidelijk.web.duiding.models import Item, Member


@dataclass
class Guest:
    """Somebody who takes part, with a browser of their own."""

    member: Member
    client: Client

    @property
    def home(self) -> str:
        return f"/sessie/{self.member.session_id}"

    def item(self, item: Item) -> str:
        return f"{self.home}/punt/{item.pk}"


def text_of(answer: object) -> str:
    """The words on a page, on one line."""
    content = answer.content.decode()  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", content).split())
