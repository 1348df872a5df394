"""What forms of signals have in common: days, warnings, series and regions by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from duidelijk.agenda.personal_data import personal_data
from duidelijk.catalogue import Text
from duidelijk.duiding.report import FigureKey
from duidelijk.regions.names import find
from duidelijk.regions.region import every_region
from duidelijk.web.accounts.forms import WordedForm
from duidelijk.web.agenda.acting import MOST_AIMS
from duidelijk.web.agenda.stepping import EARLIEST, LATEST
from duidelijk.web.duiding.citing import figure_of
from duidelijk.web.words import words

_MOST_REGIONS = 40


def area(rows: int) -> forms.Textarea:
    """A field of some lines."""
    return forms.Textarea({"rows": rows})


class Day(forms.DateField):
    """A day within the years that can be meant."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")

    def __init__(self, **named: Any) -> None:
        super().__init__(input_formats=self.input_formats, **named)

    def validate(self, value: Any) -> None:
        """Refuse a day that nobody means."""
        super().validate(value)
        if isinstance(value, dt.date) and not EARLIEST <= value <= LATEST:
            raise ValidationError(words(get_language())["agenda_not_day_never"])


class KeptForm(WordedForm):
    """A form whose texts come to be read by everybody: whoever fills it in is warned when they
    hold what looks like personal data.
    """

    no_personal = forms.BooleanField(required=False)
    free_texts: tuple[str, ...] = ()
    """The fields that hold free text."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.personal: list[str] = []
        """What looks like personal data, as it stands in the texts."""

    def clean(self) -> dict[str, Any]:
        """Find personal data; what was found is kept only when somebody says that it is none."""
        told: dict[str, Any] = super().clean() or {}
        texts = [str(told.get(name) or "") for name in self.free_texts]
        found = [each.fragment for text in texts for each in personal_data(text)]
        self.personal = list(dict.fromkeys(found))
        if self.personal and not told.get("no_personal"):
            self.add_error(None, words(get_language())["agenda_not_personal"])
        return told

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Every field but those in English, and the one that is only there after a warning."""
        return [
            each for each in self if each.name != "no_personal" and not each.name.endswith("_en")
        ]

    @property
    def english_fields(self) -> list[forms.BoundField]:
        """The fields for the same in English."""
        return [each for each in self if each.name.endswith("_en")]

    @property
    def english_open(self) -> bool:
        """Whether something stands in those, or is wrong with them."""
        return any(each.value() or each.errors for each in self.english_fields)

    def both(self, name: str) -> Text:
        """A text in both languages, from the fields ``NAME`` and ``NAME_en``."""
        return Text(self.cleaned_data[name], self.cleaned_data.get(f"{name}_en", ""))

    def choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Let a field be one of these."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def aim_line(key: FigureKey) -> str:
    """A series as somebody can change it: the address of its page."""
    whole = key.region == "NL01" and key.group == "total"
    return f"/indicator/{key.indicator}" + ("" if whole else f"/cijfer/{key.region}/{key.group}")


def aims_named(typed: str, before: dict[str, FigureKey]) -> list[FigureKey]:
    """The series whose pages were named, a line each. Raises ``ValidationError``."""
    phrases, found = words(get_language()), []
    for line in filter(None, (" ".join(each.split()) for each in typed.split("\n"))):
        if line in before:
            found.append(before[line])
            continue
        figure = figure_of(line)
        if figure is None or figure.figure is None:
            raise ValidationError(phrases["agenda_not_aim"].format(line=line))
        found.append(figure.figure)
    if len(found) > MOST_AIMS:
        raise ValidationError(phrases["agenda_not_aims"].format(most=MOST_AIMS))
    return list(dict.fromkeys(found))


def regions_named(typed: str) -> list[str]:
    """The codes of regions by their names or codes, with commas between. Raises
    ``ValidationError`` for a name that no region has.
    """
    found = []
    for name in filter(None, (each.strip() for each in typed.split(","))):
        known = [each.code for each in find(name)] or _code(name)
        if not known:
            told = words(get_language())["agenda_not_region"].format(name=name)
            raise ValidationError(told)
        found.append(known[0])
    return list(dict.fromkeys(found))[:_MOST_REGIONS]


def _code(typed: str) -> list[str]:
    """The code of a region as it was typed, when there is such a region."""
    code = typed.upper()
    return [code] if code in every_region() else []


def with_kept(choices: list[tuple[str, str]], kept: Iterable[str]) -> list[tuple[str, str]]:
    """Choices with those that were kept before and are not declared any more."""
    known = {key for key, _ in choices}
    return [*choices, *((each, each) for each in kept if each not in known)]
