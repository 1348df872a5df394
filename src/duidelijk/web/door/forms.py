"""The forms of allauth with our labels and help; what they check stays allauth's."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django.utils.translation import get_language

from duidelijk.web.words import words


class _OwnWords:
    """Labels are key ``field_NAME``, help is what ``helped`` names; no placeholders."""

    helped: ClassVar[dict[str, str]] = {}
    fields: dict[str, Any]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        phrases = words(get_language())
        for name, field in self.fields.items():
            field.label = phrases.get(f"field_{name}", "")
            field.help_text = phrases[self.helped[name]] if name in self.helped else ""
            field.widget.attrs.pop("placeholder", None)


class _TwoAlike(_OwnWords):
    """A new password, typed twice."""

    helped: ClassVar[dict[str, str]] = {"password1": "accept_password"}

    def add_error(self, field: str | None, error: Any) -> None:
        """Tell in our words that the two differ: all that is refused of the second one."""
        if field == "password2" and self._differ():
            error = words(get_language())["refuse_passwords_differ"]
        super().add_error(field, error)  # type: ignore[misc]

    def _differ(self) -> bool:
        cleaned: dict[str, Any] = getattr(self, "cleaned_data", {})
        first, second = cleaned.get("password1"), cleaned.get("password2")
        return bool(first and second and first != second)


class SignIn(_OwnWords, account.LoginForm):
    """An e-mail address and a password."""


class Again(_OwnWords, account.ReauthenticateForm):
    """The password once more."""


class ChangePassword(_TwoAlike, account.ChangePasswordForm):
    """The password of now and a new one."""


class SetPassword(_TwoAlike, account.SetPasswordForm):
    """A first password, for who came by single sign-on."""


class NewPassword(_TwoAlike, account.ResetPasswordKeyForm):
    """A new password by a link from the mail."""


class AskLink(_OwnWords, account.ResetPasswordForm):
    """Where to mail a link for a new password."""


class Code(_OwnWords, factor.AuthenticateForm):
    """A code of an app, or a recovery code."""

    helped: ClassVar[dict[str, str]] = {"code": "door_code_which"}


class CodeAgain(_OwnWords, factor.ReauthenticateForm):
    """The same, of who is signed in."""

    helped: ClassVar[dict[str, str]] = {"code": "door_code_which"}


class StartApp(_OwnWords, totp.ActivateTOTPForm):
    """The first code of an app."""

    helped: ClassVar[dict[str, str]] = {"code": "door_code_first"}


class AddKey(_OwnWords, webauthn.AddWebAuthnForm):
    """A security key, and whether it may do without a password."""

    helped: ClassVar[dict[str, str]] = {"name": "door_key_name", "passwordless": "door_passkey_how"}


class RenameKey(_OwnWords, webauthn.EditWebAuthnForm):
    """Another name for a key."""

    helped: ClassVar[dict[str, str]] = {"name": "door_key_name"}


class Unlink(_OwnWords, social.DisconnectForm):
    """Which link with an identity provider goes."""
