"""What allauth says and refuses, in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language

from duidelijk.web.words import words


class Refusals(dict[str, str]):
    """Why something is refused, by allauth's code: key ``refuse_CODE``."""

    def __missing__(self, code: str) -> str:
        phrases = words(get_language())
        return phrases.get(f"refuse_{code}", phrases["refuse_otherwise"])


def said(template: str) -> str | None:
    """Our words for a message of allauth, which knows it by its template: key ``said_NAME``.

    ``None`` for a message of what is not used here.
    """
    name = template.rpartition("/")[2].removesuffix(".txt")
    return words(get_language()).get(f"said_{name}")
