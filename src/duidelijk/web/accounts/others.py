"""Whether somebody else can do what takes a second person."""

from __future__ import annotations

from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right, Role


def nobody_else_may(user: User, right: Right) -> bool:
    """Whether no account but that of *user* has *right*: four eyes then wait for an invitation."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    return not any(each.may(right) for each in others)


def last_administrator(held: User) -> bool:
    """Whether nobody could manage people without this account."""
    if Role.ADMINISTRATOR not in held.roles or not held.is_active:
        return False
    others = User.objects.select_for_update().filter(is_active=True).exclude(pk=held.pk)
    return not any(Role.ADMINISTRATOR in each.roles for each in others)
