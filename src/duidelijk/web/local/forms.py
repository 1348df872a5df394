"""The form by which a municipality or a GGD reports what it sees: short enough for a phone."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from duidelijk.catalogue import Monitor
from duidelijk.local.observation import Bearing, LocalFigure, Spread, Trend
from duidelijk.sources.by_hand.typed import Mistyped, number_typed
from duidelijk.web.accounts.forms import in_words
from duidelijk.web.agenda.form_parts import KeptForm, area, with_kept
from duidelijk.web.agenda.models import today
from duidelijk.web.duiding.forms import Line, Lines
from duidelijk.web.local.models import LINE, WHAT, Observation
from duidelijk.web.local.reporting import Draft
from duidelijk.web.words import words

_SINCE = re.compile(r"(?P<y>20\d\d)(?:-(?P<m>\d{1,2}))?(?:-(?P<d>\d{1,2}))?")
_TURNED = re.compile(r"(?:(\d{1,2})-)?(\d{1,2})-(20\d\d)")


class ObservationForm(KeptForm):
    """What is seen, of whom, since when, how widespread, and where it goes."""

    local_theme = forms.ChoiceField(widget=forms.RadioSelect)
    local_what = Lines(max_length=WHAT, widget=area(4))
    local_trend = forms.ChoiceField(widget=forms.RadioSelect)
    local_bearing = forms.ChoiceField(widget=forms.RadioSelect)
    local_groups = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    local_spread = forms.ChoiceField(widget=forms.RadioSelect)
    local_since = Line(max_length=10, required=False)
    local_public = forms.ChoiceField(widget=forms.RadioSelect)
    local_indicator = forms.ChoiceField(required=False)
    local_figure = Line(max_length=30, required=False)
    local_figure_unit = Line(max_length=80, required=False)
    local_figure_definition = Line(max_length=LINE, required=False)
    local_figure_period = Line(max_length=40, required=False)
    local_source = Line(max_length=400, required=False)
    free_texts = ("local_what", "local_figure_definition", "local_source")
    _FURTHER = (
        "local_indicator",
        "local_figure",
        "local_figure_unit",
        "local_figure_definition",
        "local_figure_period",
        "local_source",
    )

    def __init__(
        self, *given: Any, monitor: Monitor, before: Observation | None = None, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        language, phrases = get_language() or "nl", words(get_language())
        kept = before or Observation()
        themes = [(each.id, each.title.to(language)) for each in monitor.themes]
        groups = [(each.id, each.title.to(language)) for each in monitor.target_groups]
        judged = [each for each in monitor.indicators.values() if not each.context and each.theme]
        named_ = sorted((each.title.to(language), each.id) for each in judged)
        indicators = [("", phrases["local_no_indicator"]), *((id_, t) for t, id_ in named_)]
        self._theme_of = {each.id: each.theme for each in judged}
        self.choose("local_theme", with_kept(themes, filter(None, [kept.theme])))
        self.choose("local_groups", with_kept(groups, kept.groups))
        self.choose("local_trend", in_words("local_trend", Trend))
        self.choose("local_bearing", in_words("local_bearing", Bearing))
        self.choose("local_spread", in_words("local_spread", Spread))
        self.choose("local_indicator", with_kept(indicators, filter(None, [kept.indicator])))
        shared = [("programme", phrases["local_programme"]), ("public", phrases["local_public"])]
        self.choose("local_public", shared)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What is asked of everybody."""
        return [each for each in self.plain_fields if each.name not in self._FURTHER]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """What is asked of who has a figure or a source."""
        return [each for each in self.plain_fields if each.name in self._FURTHER]

    @property
    def further_open(self) -> bool:
        """Whether something stands in those, or is wrong with them."""
        return any(each.value() or each.errors for each in self.further_fields)

    def clean_local_since(self) -> str:
        """A year, a month or a day that has come."""
        typed: str = self.cleaned_data["local_since"]
        if not typed:
            return ""
        phrases = words(get_language())
        if turned := _TURNED.fullmatch(typed):
            typed = "-".join(filter(None, (turned[3], turned[2], turned[1])))
        found = _SINCE.fullmatch(typed)
        if found is None:
            raise ValidationError(phrases["local_not_since"])
        parts = [int(each) for each in (found["y"], found["m"], found["d"]) if each]
        try:
            first = dt.date(*(*parts, 1, 1)[:3])
        except ValueError:
            raise ValidationError(phrases["local_not_since"]) from None
        if first > today():
            raise ValidationError(phrases["agenda_not_since_future"])
        return "-".join(f"{each:02d}" for each in parts)

    def clean_local_figure(self) -> float | None:
        """The number that was typed, with a comma or a point."""
        typed: str = self.cleaned_data["local_figure"]
        if not typed:
            return None
        try:
            return number_typed(typed)[0]
        except Mistyped:
            told = words(get_language())["local_not_number"].format(typed=typed)
            raise ValidationError(told) from None

    def clean(self) -> dict[str, Any]:
        """A figure tells what it counts; an indicator is one of the theme."""
        told = super().clean()
        phrases = words(get_language())
        if told.get("local_figure") is not None:
            for name in ("local_figure_definition", "local_figure_unit"):
                if not told.get(name):
                    self.add_error(name, phrases["local_figure_bare"])
        indicator, theme = told.get("local_indicator"), told.get("local_theme")
        if indicator and theme and self._theme_of.get(indicator, theme) != theme:
            self.add_error("local_indicator", phrases["local_other_theme"])
        return told

    def draft(self, language: str) -> Draft:
        """The observation as it was typed."""
        told = self.cleaned_data
        figure = None
        if told["local_figure"] is not None:
            figure = LocalFigure(
                told["local_figure"],
                told["local_figure_unit"],
                told["local_figure_definition"],
                told["local_figure_period"],
            )
        return Draft(
            theme=told["local_theme"],
            what=told["local_what"],
            trend=Trend(told["local_trend"]),
            bearing=Bearing(told["local_bearing"]),
            spread=Spread(told["local_spread"]),
            public=told["local_public"] == "public",
            groups=told["local_groups"],
            since=told["local_since"],
            indicator=told["local_indicator"],
            figure=figure,
            source=told["local_source"],
            language=language,
        )

    @staticmethod
    def initial_of(held: Observation) -> dict[str, Any]:
        """What the form of an observation starts with."""
        return {
            "local_theme": held.theme,
            "local_what": held.what,
            "local_trend": held.trend,
            "local_bearing": held.bearing,
            "local_spread": held.spread,
            "local_groups": held.groups,
            "local_since": held.since,
            "local_public": "public" if held.public else "programme",
            "local_indicator": held.indicator,
            "local_figure": "" if held.figure is None else f"{held.figure:g}",
            "local_figure_unit": held.figure_unit,
            "local_figure_definition": held.figure_definition,
            "local_figure_period": held.figure_period,
            "local_source": held.source,
        }
