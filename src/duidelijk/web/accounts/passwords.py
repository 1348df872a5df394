"""Django's checks of passwords, told in our own words where its translation lacks them."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import get_language

from duidelijk.web.words import words


class MinimumLength(password_validation.MinimumLengthValidator):
    """A password has so many characters."""

    def get_error_message(self) -> str:
        return words(get_language())["password_short"].format(least=self.min_length)

    def get_help_text(self) -> str:
        return self.get_error_message()


class NotLikeYou(password_validation.UserAttributeSimilarityValidator):
    """A password does not look like a name or an e-mail address."""

    def get_error_message(self) -> str:
        return words(get_language())["password_similar"]
