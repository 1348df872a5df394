"""Forms of a session: its particulars, who is invited, and what a facilitator lays down."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language

from duidelijk.catalogue import Monitor
from duidelijk.duiding.scales import Attribution
from duidelijk.web.accounts.forms import WordedForm, in_words
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind, Perspective, Right
from duidelijk.web.duiding.models import Session
from duidelijk.web.typed_text import plain
from duidelijk.web.words import words

_MOST = 60
_YEARS = 2000, 2100
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class Line(forms.CharField):
    """One line of text; what cannot be seen is taken out before it is found empty or too long."""

    def to_python(self, value: Any) -> str:
        """The line as it is kept."""
        return " ".join(plain(super().to_python(value) or "").split())


class Lines(forms.CharField):
    """Text of more lines, likewise."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text as it is kept."""
        return plain(super().to_python(value) or "")


class SessionForm(WordedForm):
    """What a session is about, when, with which mix of people, and as who they are named."""

    session_question = Line(max_length=300)
    session_question_en = Line(max_length=300, required=False)
    session_edition = forms.ChoiceField()
    session_theme = forms.ChoiceField(required=False)
    session_starts = forms.DateTimeField(
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    session_place = Line(max_length=300, required=False)
    session_note = Lines(max_length=4000, required=False, widget=forms.Textarea({"rows": 4}))
    session_attribution = forms.ChoiceField(widget=forms.RadioSelect)
    session_language = forms.ChoiceField(choices=LANGUAGES)
    session_example = forms.BooleanField(required=False)

    def __init__(
        self, *given: Any, monitor: Monitor, editions: list[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        phrases, language = words(get_language()), get_language() or "nl"
        self._choose("session_edition", editions)
        themes = [(each.id, each.title.to(language)) for each in monitor.themes]
        self._choose("session_theme", [("", phrases["session_all_themes"]), *themes])
        self._choose("session_attribution", in_words("attribution", Attribution))
        self.wanted = {
            "wanted": [self._number("wanted", each) for each in Perspective],
            "wanted_kinds": [self._number("kinds", each) for each in Kind],
        }

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _number(self, prefix: str, each: Perspective | Kind) -> str:
        name = f"{prefix}_{each.value}"
        word = "perspective" if prefix == "wanted" else "organisation"
        self.fields[name] = forms.IntegerField(
            min_value=0,
            max_value=_MOST,
            required=False,
            label=words(get_language())[f"{word}_{each.value}"],
            widget=forms.NumberInput({"inputmode": "numeric", "class": "small"}),
        )
        return name

    def clean_session_starts(self) -> dt.datetime:
        """Refuse a day outside the years that a session can be in."""
        starts: dt.datetime = self.cleaned_data["session_starts"]
        if not _YEARS[0] <= starts.year <= _YEARS[1]:
            raise ValidationError(words(get_language())["session_starts_when"])
        return starts

    def kept_otherwise(self) -> list[dict[str, Any]]:
        """What is kept of the fields that say something else here, by label."""
        return [
            {"label": self.fields[name].label, "value": self.initial.get(name)}
            for name in self.changed_data
            if self.initial.get(name) not in ("", None)
        ]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Every field but the numbers of people that are wanted."""
        numbers = {name for group in self.wanted.values() for name in group}
        return [each for each in self if each.name not in numbers]

    def numbers(self, group: str) -> list[forms.BoundField]:
        """The fields for how many are wanted: ``wanted`` or ``wanted_kinds``."""
        return [self[name] for name in self.wanted[group]]

    @property
    def of_perspectives(self) -> list[forms.BoundField]:
        return self.numbers("wanted")

    @property
    def of_kinds(self) -> list[forms.BoundField]:
        return self.numbers("wanted_kinds")

    def particulars(self) -> dict[str, Any]:
        """The fields of a session."""
        told = self.cleaned_data
        kept = {
            name.removeprefix("session_"): value
            for name, value in told.items()
            if name.startswith("session_")
        }
        for group, names in self.wanted.items():
            kept[group] = {name.partition("_")[2]: told[name] for name in names if told.get(name)}
        return kept

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        """What the form of a session starts with."""
        names = (
            *("question", "question_en", "edition", "theme"),
            *("place", "note", "attribution", "language"),
        )
        kept: dict[str, Any] = {f"session_{name}": getattr(session, name) for name in names}
        kept |= {"session_starts": timezone.localtime(session.starts)}
        kept |= {"session_example": session.example}
        kept |= {f"wanted_{key}": count for key, count in session.wanted.items()}
        return kept | {f"kinds_{key}": count for key, count in session.wanted_kinds.items()}


class GuestForm(WordedForm):
    """Who is invited: somebody with an account, or anybody by a link."""

    guest_account = forms.ModelChoiceField(User.objects.none(), required=False)
    name = Line(max_length=160, required=False)
    email = forms.EmailField(max_length=254, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), required=False, empty_label=""
    )
    guest_organisation = Line(max_length=160, required=False)
    guest_kind = forms.ChoiceField(required=False)
    perspective = forms.ChoiceField(required=False)
    language = forms.ChoiceField(choices=LANGUAGES, required=False)

    def __init__(self, *given: Any, session: Session, **named: Any) -> None:
        super().__init__(*given, **named)
        self._session = session
        accounts = User.objects.filter(is_active=True).exclude(pk=session.facilitator_id)
        able = [each.pk for each in accounts if each.may(Right.TAKE_PART)]
        there = session.members.filter(withdrawn=None).exclude(user=None).values("user")
        chosen = User.objects.filter(pk__in=able).exclude(pk__in=there)
        self.fields["guest_account"].queryset = chosen  # type: ignore[attr-defined]
        kinds, perspectives = in_words("organisation", Kind), in_words("perspective", Perspective)
        self.fields["guest_kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["perspective"].choices = perspectives  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An account, or a name with an organisation that is known or new."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("guest_account"):
            return told
        phrases = words(get_language())
        if not told.get("name"):
            self.add_error("name", phrases["guest_needs_name"])
        if not (told.get("organisation") or told.get("guest_organisation")):
            self.add_error("organisation", phrases["guest_needs_organisation"])
        elif not (told.get("organisation") or told.get("guest_kind")):
            self.add_error("guest_kind", phrases["guest_needs_kind"])
        if not told.get("perspective"):
            self.add_error("perspective", phrases["guest_needs_perspective"])
        return told


class JoinForm(WordedForm):
    """Who comes in by a link: is this you, and from where do you look?"""

    name = Line(max_length=160, widget=forms.TextInput({"autocomplete": "name"}))
    perspective = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *given: Any, known: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        perspectives = in_words("perspective", Perspective)
        self.fields["perspective"].choices = perspectives  # type: ignore[attr-defined]
        if known:  # they came in before: from where they look stays
            del self.fields["perspective"]


class ProposalForm(WordedForm):
    """Something to put on the agenda."""

    proposal_title = Line(max_length=300)
    proposal_why = Lines(max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    proposal_address = Line(max_length=600, required=False)

    def __init__(self, *given: Any, with_address: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        if not with_address:
            del self.fields["proposal_address"]
