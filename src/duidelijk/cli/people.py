"""Commands about people: the first administrator comes in by the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from duidelijk.cli.output import say

people = typer.Typer(help="Invite people and see who has an account.", no_args_is_help=True)


@people.command()
def invite(
    email: Annotated[str, typer.Argument(help="E-mail address of who is invited.")],
    name: Annotated[str, typer.Option(help="Name.")],
    organisation: Annotated[str, typer.Option(help="Organisation; made when it is not there yet.")],
    kind: Annotated[
        str, typer.Option(help="What sort of organisation, when it is made.")
    ] = "other_organisation",
    perspective: Annotated[str, typer.Option(help="From where this person looks.")] = "policy",
    role: Annotated[
        list[str] | None, typer.Option(help="What this person is; may be given more than once.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the invitation: nl or en.")] = "nl",
) -> None:
    """Invite somebody, and show the link that makes an account."""
    from duidelijk.web.accounts.commands import invitation_link
    from duidelijk.web.operations.recording import recorded

    with recorded("people invite", email):
        link = invitation_link(
            email=email,
            name=name,
            organisation=organisation,
            kind=kind,
            perspective=perspective,
            roles=role or ["administrator"],
            language=language,
        )
    say(f"This link works once, for two weeks: {link}")


@people.command("new-password")
def new_password(
    email: Annotated[str, typer.Argument(help="E-mail address of the account.")],
) -> None:
    """Show a link by which somebody who forgot the password sets a new one."""
    from duidelijk.web.accounts.commands import password_link
    from duidelijk.web.operations.recording import recorded

    with recorded("people new-password", email):
        link = password_link(email)
    say(f"This link works once, for four hours: {link}")


@people.command("forget-factor")
def forget_factor(
    email: Annotated[str, typer.Argument(help="E-mail address of the account.")],
) -> None:
    """Take away the second factor that somebody lost."""
    from duidelijk.web.accounts.commands import forget_factor as take_away
    from duidelijk.web.operations.recording import recorded

    with recorded("people forget-factor", email):
        taken = take_away(email)
    done = "taken away: a new one is set up on the next visit" if taken else "not there"
    say(f"The second factor of {email} is {done}")


@people.command()
def remove(
    email: Annotated[str, typer.Argument(help="E-mail address of the account.")],
    sure: Annotated[
        bool, typer.Option("--sure", help="Really remove it: this cannot be undone.")
    ] = False,
) -> None:
    """Remove an account for good, with the name and the address of the person."""
    from duidelijk.foundation.problems import Problem, Refused
    from duidelijk.web.accounts.commands import remove_account
    from duidelijk.web.operations.recording import recorded

    with recorded("people remove", ""):  # whom is what is to be forgotten
        if not sure:
            remedy = "add --sure to do it; or block the account on the page of people"
            what = "would go for good: name, address and every way in"
            raise Refused("Nothing was done:", [Problem("EMAIL", 0, what, remedy)])
        sessions = remove_account(email)
    say(f"The account is removed; forgotten in {sessions} sessions")


@people.command("list")
def list_() -> None:
    """Show every account, with its roles."""
    from duidelijk.web.accounts.commands import account_lines

    for line in account_lines() or ["Nobody has an account yet"]:
        say(line)
