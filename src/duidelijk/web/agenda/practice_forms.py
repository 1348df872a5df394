"""Forms of what others can copy."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from duidelijk.agenda.practice import Audience
from duidelijk.catalogue import Monitor
from duidelijk.publish.duiding.plain import safe_address
from duidelijk.web.accounts.forms import in_words
from duidelijk.web.agenda.evidence import as_lines, evidence_from, from_lines
from duidelijk.web.agenda.form_parts import Day, KeptForm, area, regions_named, with_kept
from duidelijk.web.agenda.models import TEXT, TITLE, Practice, today
from duidelijk.web.agenda.practising import PracticeDraft
from duidelijk.web.agenda.stepping import LONGEST_REASON
from duidelijk.web.duiding.forms import Line, Lines
from duidelijk.web.words import words


class PracticeForm(KeptForm):
    """What somebody does, or could do, and where more is to be read."""

    practice_audience = forms.ChoiceField(widget=forms.RadioSelect)
    practice_theme = forms.ChoiceField()
    practice_title = Line(max_length=TITLE)
    practice_title_en = Line(max_length=TITLE, required=False)
    practice_text = Lines(max_length=TEXT, widget=area(5))
    practice_text_en = Lines(max_length=TEXT, required=False, widget=area(4))
    practice_organisation = Line(max_length=160, required=False)
    practice_region = Line(max_length=80, required=False)
    practice_since = Day(required=False)
    practice_contact = Line(max_length=300, required=False)
    practice_groups = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    practice_evidence = Lines(max_length=8000, required=False, widget=area(3))
    free_texts = (
        "practice_title",
        "practice_title_en",
        "practice_text",
        "practice_text_en",
        "practice_organisation",
        "practice_contact",
        "practice_evidence",
    )

    def __init__(
        self, *given: Any, monitor: Monitor, before: Practice | None = None, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        language, kept = get_language() or "nl", before or Practice()
        self._before = evidence_from(kept.evidence)
        themes = [(each.id, each.title.to(language)) for each in monitor.themes]
        groups = [(each.id, each.title.to(language)) for each in monitor.target_groups]
        self.choose("practice_audience", in_words("practice_for", Audience))
        self.choose("practice_theme", with_kept(themes, filter(None, [kept.theme])))
        self.choose("practice_groups", with_kept(groups, kept.groups))

    def clean_practice_region(self) -> str:
        """The code of the region that was named."""
        found = regions_named(self.cleaned_data["practice_region"])
        return found[0] if found else ""

    def clean_practice_since(self) -> dt.date | None:
        """A day that has come: what is still to begin is no example yet."""
        since: dt.date | None = self.cleaned_data["practice_since"]
        if since is not None and since > today():
            raise ValidationError(words(get_language())["agenda_not_day_future"])
        return since

    def clean_practice_contact(self) -> str:
        """A page of an organisation: no mail address, nothing that is no address of the web."""
        typed: str = self.cleaned_data["practice_contact"]
        if typed and "://" not in typed and "@" not in typed:
            typed = f"https://{typed}"
        if typed and (not typed.lower().startswith("http") or not safe_address(typed)):
            raise ValidationError(words(get_language())["practice_contact_page"])
        return typed

    def draft(self) -> PracticeDraft:
        """The practice as it was typed."""
        told = self.cleaned_data
        return PracticeDraft(
            audience=Audience(told["practice_audience"]),
            theme=told["practice_theme"],
            title=self.both("practice_title"),
            text=self.both("practice_text"),
            groups=told["practice_groups"],
            organisation=told["practice_organisation"],
            region=told["practice_region"],
            since=told["practice_since"],
            contact=told["practice_contact"],
            evidence=from_lines(told["practice_evidence"], self._before),
        )

    @staticmethod
    def initial_of(held: Practice) -> dict[str, Any]:
        """What the form starts with."""
        return {
            "practice_audience": held.audience,
            "practice_theme": held.theme,
            "practice_title": held.title_nl,
            "practice_title_en": held.title_en,
            "practice_text": held.text_nl,
            "practice_text_en": held.text_en,
            "practice_organisation": held.organisation,
            "practice_region": held.region,
            "practice_since": held.since,
            "practice_contact": held.contact,
            "practice_groups": held.groups,
            "practice_evidence": as_lines(evidence_from(held.evidence)),
        }


class WithdrawalForm(KeptForm):
    """Why a practice is taken back."""

    practice_reason = Lines(max_length=LONGEST_REASON, widget=area(4))
    practice_reason_en = Lines(max_length=LONGEST_REASON, required=False, widget=area(3))
    free_texts = ("practice_reason", "practice_reason_en")
