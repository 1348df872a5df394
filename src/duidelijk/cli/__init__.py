"""The commands. Comes in: what a person types. Goes out: exit code 0, or 2 with what to do.

Heavy things are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations


def main() -> None:
    """Entry point of ``duidelijk``."""
    from duidelijk.cli.app import run

    run()
