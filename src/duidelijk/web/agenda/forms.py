"""Forms of signals and what follows from them: what is typed, checked before it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language

from duidelijk.agenda.dossier import AskKind, Origin, Urgency
from duidelijk.agenda.workflow import Transition
from duidelijk.catalogue import Monitor
from duidelijk.duiding.report import FigureKey
from duidelijk.duiding.scales import Confidence
from duidelijk.foundation.documents import from_plain
from duidelijk.web.accounts.forms import WordedForm, in_words
from duidelijk.web.accounts.models import Organisation
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda import amounts
from duidelijk.web.agenda.acting import ActionDraft
from duidelijk.web.agenda.asking import AskDraft
from duidelijk.web.agenda.changing import NotPossible
from duidelijk.web.agenda.evidence import as_lines, evidence_from, from_lines
from duidelijk.web.agenda.form_parts import (
    Day,
    KeptForm,
    aim_line,
    aims_named,
    area,
    regions_named,
    with_kept,
)
from duidelijk.web.agenda.models import (
    ASKED,
    TEXT,
    TITLE,
    Action,
    Addressee,
    Ask,
    Signal,
    Table,
    today,
)
from duidelijk.web.agenda.raising import Draft
from duidelijk.web.agenda.stepping import LONGEST_REASON, Told
from duidelijk.web.duiding.forms import Line, Lines
from duidelijk.web.words import words


class SignalForm(KeptForm):
    """A signal in words."""

    signal_title = Line(max_length=TITLE)
    signal_title_en = Line(max_length=TITLE, required=False)
    signal_text = Lines(max_length=TEXT, widget=area(6))
    signal_text_en = Lines(max_length=TEXT, required=False, widget=area(4))
    signal_origin = forms.ChoiceField()
    signal_urgency = forms.ChoiceField(widget=forms.RadioSelect)
    signal_since = Day(required=False)
    signal_confidence = forms.ChoiceField(required=False)
    signal_themes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    signal_groups = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    signal_regions = Line(max_length=1000, required=False)
    signal_evidence = Lines(max_length=8000, required=False, widget=area(3))
    free_texts = (
        "signal_title",
        "signal_title_en",
        "signal_text",
        "signal_text_en",
        "signal_evidence",
    )

    def __init__(
        self, *given: Any, monitor: Monitor, before: Signal | None = None, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        language, phrases = get_language() or "nl", words(get_language())
        self._before = evidence_from(before.evidence) if before else ()
        self.choose("signal_origin", in_words("origin", Origin))
        self.choose("signal_urgency", in_words("urgency", Urgency))
        sure = [("", phrases["confidence_none"]), *in_words("confidence", Confidence)]
        self.choose("signal_confidence", sure)
        themes = [(each.id, each.title.to(language)) for each in monitor.themes]
        groups = [(each.id, each.title.to(language)) for each in monitor.target_groups]
        kept = before or Signal()
        self.choose("signal_themes", with_kept(themes, kept.themes))
        self.choose("signal_groups", with_kept(groups, kept.groups))

    def clean_signal_since(self) -> dt.date | None:
        """A day that has come: nobody has seen anything since tomorrow."""
        since: dt.date | None = self.cleaned_data["signal_since"]
        if since is not None and since > today():
            raise ValidationError(words(get_language())["agenda_not_since_future"])
        return since

    def clean_signal_regions(self) -> list[str]:
        """The codes of the regions that were named."""
        return regions_named(self.cleaned_data["signal_regions"])

    def draft(self, language: str) -> Draft:
        """The signal as it was typed."""
        told = self.cleaned_data
        sure = told["signal_confidence"]
        return Draft(
            title=self.both("signal_title"),
            text=self.both("signal_text"),
            origin=Origin(told["signal_origin"]),
            urgency=Urgency(told["signal_urgency"]),
            themes=told["signal_themes"],
            groups=told["signal_groups"],
            regions=told["signal_regions"],
            since=told["signal_since"],
            confidence=Confidence(sure) if sure else None,
            evidence=from_lines(told["signal_evidence"], self._before),
            language=language,
        )

    @staticmethod
    def initial_of(signal: Signal) -> dict[str, Any]:
        """What the form of a signal starts with."""
        return {
            "signal_title": signal.title_nl,
            "signal_title_en": signal.title_en,
            "signal_text": signal.text_nl,
            "signal_text_en": signal.text_en,
            "signal_origin": signal.origin,
            "signal_urgency": signal.urgency,
            "signal_since": signal.since,
            "signal_confidence": signal.confidence,
            "signal_themes": signal.themes,
            "signal_groups": signal.groups,
            "signal_regions": ", ".join(signal.regions),
            "signal_evidence": as_lines(evidence_from(signal.evidence)),
        }


class AskForm(KeptForm):
    """What is asked of whom, by when."""

    ask_kind = forms.ChoiceField(widget=forms.RadioSelect)
    ask_addressee = forms.ModelChoiceField(Addressee.objects.none(), empty_label="")
    ask_text = Lines(max_length=ASKED, widget=area(5))
    ask_text_en = Lines(max_length=ASKED, required=False, widget=area(4))
    ask_answer_by = Day(required=False)
    free_texts = ("ask_text", "ask_text_en")

    def __init__(self, *given: Any, before: Ask | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        self.choose("ask_kind", in_words("ask_is", AskKind))
        known = Addressee.objects.filter(retired=None)
        if before is not None:
            known = known | Addressee.objects.filter(pk=before.addressee_id)
        self.fields["ask_addressee"].queryset = known.distinct()  # type: ignore[attr-defined]

    def clean_ask_answer_by(self) -> dt.date | None:
        """A day on which somebody can still answer."""
        by: dt.date | None = self.cleaned_data["ask_answer_by"]
        if by is not None and by < today():
            raise ValidationError(words(get_language())["agenda_not_answer_past"])
        return by

    def draft(self) -> AskDraft:
        """The ask as it was typed."""
        told = self.cleaned_data
        return AskDraft(
            AskKind(told["ask_kind"]),
            self.both("ask_text"),
            told["ask_addressee"].pk,
            told["ask_answer_by"],
        )

    @staticmethod
    def initial_of(ask: Ask) -> dict[str, Any]:
        """What the form of an ask starts with."""
        return {
            "ask_kind": ask.kind,
            "ask_addressee": ask.addressee_id,
            "ask_text": ask.text_nl,
            "ask_text_en": ask.text_en,
            "ask_answer_by": ask.answer_by,
        }


class ActionForm(KeptForm):
    """What somebody does, with the money and the series that it should move."""

    action_title = Line(max_length=TITLE)
    action_title_en = Line(max_length=TITLE, required=False)
    action_text = Lines(max_length=TEXT, required=False, widget=area(4))
    action_text_en = Lines(max_length=TEXT, required=False, widget=area(3))
    action_owner = forms.ModelChoiceField(Addressee.objects.none(), empty_label="")
    action_ask = forms.ModelChoiceField(Ask.objects.none(), required=False, empty_label="")
    action_region = Line(max_length=80, required=False)
    action_money = Lines(max_length=4000, required=False, widget=area(2))
    action_aims = Lines(max_length=4000, required=False, widget=area(2))
    action_evidence = Lines(max_length=8000, required=False, widget=area(3))
    free_texts = (
        "action_title",
        "action_title_en",
        "action_text",
        "action_text_en",
        "action_evidence",
    )

    def __init__(
        self,
        *given: Any,
        asks: QuerySet[Ask],
        before: Action | None = None,
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self._before = before
        known = Addressee.objects.filter(retired=None)
        if before is not None:
            known = known | Addressee.objects.filter(pk=before.owner_id)
        self.fields["action_owner"].queryset = known.distinct()  # type: ignore[attr-defined]
        self.fields["action_ask"].queryset = asks  # type: ignore[attr-defined]

    def clean_action_region(self) -> str:
        """The code of the region that was named."""
        found = regions_named(self.cleaned_data["action_region"])
        return found[0] if found else ""

    def clean_action_money(self) -> list[Any]:
        """Every line an amount."""
        try:
            return list(amounts.from_lines(self.cleaned_data["action_money"]))
        except NotPossible as wrong:
            told = words(get_language())["agenda_not_amount"].format(**wrong.told)
            raise ValidationError(told) from None

    def clean_action_aims(self) -> list[FigureKey]:
        """Every line a series of an edition that is out."""
        return aims_named(self.cleaned_data["action_aims"], self._kept_aims())

    def _kept_aims(self) -> dict[str, FigureKey]:
        if self._before is None:
            return {}
        kept = [from_plain(FigureKey, each) for each in self._before.aims]
        return {aim_line(each): each for each in kept}

    def draft(self) -> ActionDraft:
        """The action as it was typed."""
        told = self.cleaned_data
        before = evidence_from(self._before.evidence) if self._before else ()
        return ActionDraft(
            title=self.both("action_title"),
            text=self.both("action_text"),
            owner=told["action_owner"].pk,
            ask=told["action_ask"].pk if told["action_ask"] else None,
            region=told["action_region"],
            aims=told["action_aims"],
            evidence=from_lines(told["action_evidence"], before),
            money=told["action_money"],
        )

    @staticmethod
    def initial_of(action: Action) -> dict[str, Any]:
        """What the form of an action starts with."""
        aims = [from_plain(FigureKey, each) for each in action.aims]
        return {
            "action_title": action.title_nl,
            "action_title_en": action.title_en,
            "action_text": action.text_nl,
            "action_text_en": action.text_en,
            "action_owner": action.owner_id,
            "action_ask": action.ask_id,
            "action_region": action.region,
            "action_money": amounts.as_lines(action.money.all()),
            "action_aims": "\n".join(aim_line(each) for each in aims),
            "action_evidence": as_lines(evidence_from(action.evidence)),
        }


class StepForm(KeptForm):
    """What goes with a step: the day, why, until when, where it can be read."""

    step_on = Day()
    step_until = Day(required=False)
    step_reason = Lines(max_length=LONGEST_REASON, required=False, widget=area(4))
    step_reason_en = Lines(max_length=LONGEST_REASON, required=False, widget=area(3))
    step_evidence = Lines(max_length=4000, required=False, widget=area(2))
    free_texts = ("step_reason", "step_reason_en", "step_evidence")

    def __init__(self, *given: Any, taken: Transition, sourced: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["step_reason"].required = taken.reason
        self.fields["step_until"].required = taken.until
        self.fields["step_evidence"].required = sourced
        if not taken.until:
            del self.fields["step_until"]
        elif taken.name == "put_again":
            self.fields["step_until"].label = words(get_language())["field_ask_answer_by"]

    def told(self, by: str, seen: int) -> Told:
        """What goes with the step, as it was typed."""
        told = self.cleaned_data
        return Told(
            on=told["step_on"],
            reason=self.both("step_reason"),
            until=told.get("step_until"),
            by=by,
            evidence=from_lines(told["step_evidence"]),
            seen=seen,
        )


class MilestoneForm(KeptForm):
    """What is to be there on a day."""

    milestone_text = Line(max_length=300)
    milestone_text_en = Line(max_length=300, required=False)
    milestone_due = Day()
    free_texts = ("milestone_text", "milestone_text_en")


class AddresseeForm(WordedForm):
    """Who can be asked."""

    addressee_name = Line(max_length=160)
    addressee_name_en = Line(max_length=160, required=False)
    addressee_kind = forms.ChoiceField()
    addressee_organisation = forms.ModelChoiceField(
        Organisation.objects.all(), required=False, empty_label=""
    )
    addressee_retired = forms.BooleanField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["addressee_kind"].choices = in_words("organisation", Kind)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(held: Addressee) -> dict[str, Any]:
        """What the form starts with."""
        return {
            "addressee_name": held.name_nl,
            "addressee_name_en": held.name_en,
            "addressee_kind": held.kind,
            "addressee_organisation": held.organisation_id,
            "addressee_retired": held.retired is not None,
        }


class TableForm(KeptForm):
    """Where people meet to decide."""

    table_name = Line(max_length=160)
    table_name_en = Line(max_length=160, required=False)
    table_about = Lines(max_length=TEXT, required=False, widget=area(3))
    table_about_en = Lines(max_length=TEXT, required=False, widget=area(3))
    free_texts = ("table_about", "table_about_en")

    @staticmethod
    def initial_of(held: Table) -> dict[str, Any]:
        """What the form starts with."""
        return {
            "table_name": held.name_nl,
            "table_name_en": held.name_en,
            "table_about": held.about_nl,
            "table_about_en": held.about_en,
        }


class MeetingForm(WordedForm):
    """A day on which a table meets."""

    meeting_on = Day()
    meeting_place = Line(max_length=200, required=False)
