"""Prints a table of measurements beside their targets."""

from __future__ import annotations

from collections.abc import Iterable


def show(title: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """A Markdown table of (what, target, measured)."""
    print(f"\n**{title}**\n\n| what | target | measured |\n|---|---|---|")
    for what, target, measured in rows:
        print(f"| {what} | {target} | {measured} |")
