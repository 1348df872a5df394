"""E-mail addresses as people type them: made one shape, or refused with the reason."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254
"""RFC 5321 leaves no room for more."""


class Unusable(ValueError):
    """What was typed is no address that can be mailed; its text is the key of the reason."""


def usable(typed: str) -> str:
    """The address in *typed*, its domain in small letters and in ASCII. Raises ``Unusable``."""
    text = typed.strip()
    if not text:
        raise Unusable("empty")
    if len(text) > LONGEST:
        raise Unusable("long")
    if not text.isprintable():
        raise Unusable("wrong")
    if any(each in text for each in ",;") and text.count("@") > 1:
        raise Unusable("several")
    if any(each.isspace() for each in text):
        raise Unusable("space")
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        raise Unusable("at")
    if not local.isascii():
        raise Unusable("letters")
    try:
        address = f"{local}@{domain.lower().encode('idna').decode('ascii')}"
        validate_email(address)
    except (ValidationError, UnicodeError):
        raise Unusable("wrong") from None
    if len(address) > LONGEST:
        raise Unusable("long")
    return address


def masked(address: str) -> str:
    """An address so that an administrator recognises it and nobody else can use it."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
