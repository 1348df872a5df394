"""``duidelijk questions``: what readers asked, and the answers."""

from __future__ import annotations

from typing import Annotated

import typer

from duidelijk.cli.output import say

questions = typer.Typer(
    help="What readers asked about the figures, and the answers.", no_args_is_help=True
)


@questions.command("list")
def list_(
    all_: Annotated[bool, typer.Option("--all", help="Also those that were answered.")] = False,
) -> None:
    """Show the questions that wait for an answer, newest first."""
    from duidelijk.web.questions.answering import listed

    for line in listed(all_) or ["No questions" if all_ else "No questions wait for an answer"]:
        say(line)


@questions.command("answer")
def answer(
    number: Annotated[int, typer.Argument(help="The number of the question.")],
    text: Annotated[str, typer.Argument(help="The answer, in the language of the question.")],
    public: Annotated[
        bool, typer.Option("--public", help="Show question and answer to everybody.")
    ] = False,
) -> None:
    """Answer a question; whoever asked sees it at the link they kept."""
    from duidelijk.web.operations.recording import recorded
    from duidelijk.web.questions.answering import answer as keep

    with recorded("questions answer", str(number)):
        say(keep(number, text, public))


@questions.command("remove")
def remove(number: Annotated[int, typer.Argument(help="The number of the question.")]) -> None:
    """Delete a question with its answer, as when it names somebody."""
    from duidelijk.web.operations.recording import recorded
    from duidelijk.web.questions.answering import remove as delete

    with recorded("questions remove", str(number)):
        say(delete(number))
