"""The forms of a local monitor: what it is, what it measures, and what that is nationally."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from duidelijk.catalogue import Monitor
from duidelijk.local.matching import Match
from duidelijk.local.monitor import LocalIndicator
from duidelijk.web.accounts.forms import WordedForm, in_words
from duidelijk.web.agenda.form_parts import KeptForm, area
from duidelijk.web.duiding.forms import Line, Lines
from duidelijk.web.local.models import LINE, TEXT, LocalMonitor, MonitorIndicator
from duidelijk.web.local.monitors.offering import TOLD, Offer
from duidelijk.web.words import words

_MOST_GROUPS = 60
_PLAIN = ("title", "publisher", "address", "population", "measured", "licence")


class MonitorForm(KeptForm):
    """What a local monitor is: whose, of whom, when and how measured, under which licence."""

    monitor_title = Line(max_length=160)
    monitor_publisher = Line(max_length=160)
    monitor_address = forms.URLField(max_length=500, required=False, assume_scheme="https")
    monitor_definition = Lines(max_length=TEXT, widget=area(3), required=False)
    monitor_population = Line(max_length=LINE, required=False)
    monitor_measured = Line(max_length=LINE, required=False)
    monitor_method = Lines(max_length=TEXT, widget=area(3), required=False)
    monitor_licence = Line(max_length=160, required=False)
    monitor_groups = Lines(max_length=TEXT, widget=area(3), required=False)
    monitor_public = forms.ChoiceField(widget=forms.RadioSelect)
    free_texts = ("monitor_definition", "monitor_method")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        phrases = words(get_language())
        shared = [("programme", phrases["local_programme"]), ("public", phrases["local_public"])]
        self.choose("monitor_public", shared)

    def clean_monitor_groups(self) -> list[str]:
        """One group a line."""
        typed: str = self.cleaned_data["monitor_groups"]
        found = list(dict.fromkeys(filter(None, (each.strip() for each in typed.splitlines()))))
        if len(found) > _MOST_GROUPS:
            told = words(get_language())["monitor_not_groups"].format(most=_MOST_GROUPS)
            raise ValidationError(told)
        return found

    def offer(self) -> Offer:
        """What was told."""
        told = self.cleaned_data
        return Offer(
            **{name: told[f"monitor_{name}"] for name in _PLAIN},
            definition=told["monitor_definition"],
            method=told["monitor_method"],
            groups=told["monitor_groups"],
            public=told["monitor_public"] == "public",
        )

    @staticmethod
    def initial_of(held: LocalMonitor) -> dict[str, Any]:
        """What the form of a monitor starts with."""
        names = (*_PLAIN, "definition", "method")
        return {f"monitor_{name}": getattr(held, name) for name in names} | {
            "monitor_groups": "\n".join(held.groups),
            "monitor_public": "public" if held.public else "programme",
        }


class IndicatorForm(WordedForm):
    """What one indicator of a local monitor measures."""

    measure_code = Line(max_length=80)
    measure_name = Line(max_length=300)
    measure_description = Lines(max_length=4000, widget=area(4), required=False)
    measure_unit = Line(max_length=300, required=False)
    measure_population = Line(max_length=300, required=False)
    measure_measured = Line(max_length=300, required=False)
    measure_method = Line(max_length=300, required=False)
    measure_source = Line(max_length=300, required=False)

    def __init__(self, *given: Any, before: MonitorIndicator | None = None, **named: Any) -> None:
        if before is not None:
            named["initial"] = {f"measure_{name}": getattr(before, name) for name in TOLD}
        super().__init__(*given, **named)
        self.before = before
        if before is not None:
            del self.fields["measure_code"]

    def told(self) -> LocalIndicator:
        """What was told of it."""
        told = {name: self.cleaned_data.get(f"measure_{name}", "") for name in TOLD}
        if self.before is not None:
            told |= {"code": self.before.code}
            return LocalIndicator(**told, data_type=self.before.data_type)
        return LocalIndicator(**told)


class MatchForm(WordedForm):
    """What a local indicator is beside a national one."""

    match_kind = forms.ChoiceField(widget=forms.RadioSelect)
    match_indicator = forms.ChoiceField(required=False)
    match_turned = forms.BooleanField(required=False)

    def __init__(self, *given: Any, monitor: Monitor, first: list[str], **named: Any) -> None:
        super().__init__(*given, **named)
        language, phrases = get_language() or "nl", words(get_language())
        kinds = [each for each in Match if each is not Match.UNDECIDED]
        self.fields["match_kind"].choices = in_words("match", kinds)  # type: ignore[attr-defined]
        judged = {key: each for key, each in monitor.indicators.items() if not each.context}
        title = {key: each.title.to(language) for key, each in judged.items()}
        near = [(key, title[key]) for key in first if key in title]
        rest = sorted(((key, told) for key, told in title.items()), key=lambda each: each[1])
        self.fields["match_indicator"].choices = [  # type: ignore[attr-defined]
            ("", phrases["match_none"]),
            *([(phrases["match_likely"], near)] if near else []),
            (phrases["match_every"], [each for each in rest if each[0] not in first]),
        ]
