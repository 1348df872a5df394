"""Forms about people: inviting, taking up an invitation, changing roles, organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from duidelijk.regions import UnknownRegion, region
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind, Perspective, Role
from duidelijk.web.words import words


def in_words(prefix: str, values: Any) -> list[tuple[str, str]]:
    """Choices of an enumeration with their words in the language of the page."""
    phrases = words(get_language())
    return [(each.value, phrases[f"{prefix}_{each.value}"]) for each in values]


class WordedForm(forms.Form):
    """Labels come from the words of the pages: key ``field_NAME``."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        phrases = words(get_language())
        for name, field in self.fields.items():
            field.label = phrases[f"field_{name}"]
            field.help_text = phrases.get(f"help_{name}", "")


class RolesForm(WordedForm):
    """What somebody is to the programme."""

    perspective = forms.ChoiceField()
    roles = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["roles"].choices = in_words("role", Role)  # type: ignore[attr-defined]
        self.fields["perspective"].choices = in_words("perspective", Perspective)  # type: ignore[attr-defined]


class InvitationForm(RolesForm):
    """Who is invited, from where, as what."""

    name = forms.CharField(max_length=160)
    email = forms.EmailField(max_length=254)
    organisation = forms.ModelChoiceField(Organisation.objects.all(), empty_label=None)
    language = forms.ChoiceField(choices=[("nl", "Nederlands"), ("en", "English")])
    field_order = ("name", "email", "organisation", "perspective", "roles", "language")

    def clean_email(self) -> str:
        """Refuse who has an account."""
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(words(get_language())["has_account"])
        return email


class OrganisationForm(WordedForm):
    """Where people are from."""

    name = forms.CharField(max_length=160)
    kind = forms.ChoiceField()
    region = forms.CharField(max_length=12, required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = in_words("organisation", Kind)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Refuse a name that is there."""
        name: str = self.cleaned_data["name"].strip()
        if Organisation.objects.filter(name__iexact=name).exists():
            raise ValidationError(words(get_language())["has_organisation"])
        return name

    def clean_region(self) -> str:
        """Refuse a code that no region has."""
        code: str = self.cleaned_data["region"].strip().upper()
        try:
            return region(code).code if code else ""
        except UnknownRegion:
            raise ValidationError(words(get_language())["no_such_region"]) from None


class PasswordForm(WordedForm):
    """A new password for who has an account."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *given: Any, email: str, name: str = "", **named: Any) -> None:
        super().__init__(*given, **named)
        self._email, self._name = email, name

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is easily guessed, also from the name."""
        cleaned: dict[str, Any] = super().clean() or {}
        name = cleaned.get("name", self._name)
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(name=name, email=self._email))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class AcceptForm(PasswordForm):
    """A name and a password of one's own."""

    name = forms.CharField(max_length=160, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("name", "password")
