"""Helpers to read a page as a reader does."""

from __future__ import annotations

import html
import re

from django.test import Client


def get(site: Client, path: str, status: int = 200) -> str:
    """The body of a page, with its entities as characters and its spaces as plain ones."""
    response = site.get(path)
    assert response.status_code == status, (path, response.status_code)
    return re.sub("[\u00a0\u202f]", " ", html.unescape(response.content.decode()))


def words(body: str) -> str:
    """The text between the tags, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def row(body: str, name: str) -> str:
    """The text of the first table row whose heading holds *name*."""
    found = next(each for each in re.findall(r"<tr.*?</tr>", body, re.S) if name in each)
    return words(found)
