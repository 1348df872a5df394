"""A form as a browser would send it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client


class Form(HTMLParser):
    """The inputs of the form on a page, as a browser would send them."""

    def __init__(self, page: str, mark: str = 'name="base"') -> None:
        super().__init__()
        self.given: dict[str, list[str]] = {}
        self._select, self._area, self._chosen = "", "", ""
        forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
        found = [each for each in forms if mark in each]
        assert len(found) == 1, "the page has one such form"
        self.feed(found[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {key: value or "" for key, value in attrs}
        name = held.get("name", "")
        if tag == "input" and name:
            if held.get("type") != "checkbox" or "checked" in held:
                self.given.setdefault(name, []).append(held.get("value", ""))
        elif tag == "select":
            self._select, self._chosen = name, ""
        elif tag == "option" and self._select and "selected" in held:
            self._chosen = held.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.given[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.given[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.given[self._select] = [self._chosen]
            self._select = ""
        elif tag == "textarea":
            text = self.given[self._area][0].removeprefix("\n")
            self.given[self._area][0] = text.replace("\n", "\r\n")  # as browsers send it
            self._area = ""


def accepted(client: Client, address: str, shown: Any, reason: str = "Nodig.") -> Any:
    """The answer to saving what a page shows, with a reason."""
    given = Form(shown.content.decode()).given
    return client.post(address, {**given, "reason": reason, "save": "1"})
