"""The commands. Comes in: what a person types. Goes out: exit code 0, or 2 with what to do.

Heavy things are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os

# before numpy is loaded: series are spread over the cores by threads of our own, and those of the
# linear algebra library would wait for each other, busily
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Entry point of ``duidelijk``."""
    from duidelijk.cli.app import run

    run()
