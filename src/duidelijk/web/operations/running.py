"""Starts a command beside the server: freezing takes seconds, and a worker must not fork."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings

from duidelijk.foundation.home import VARIABLE


def start(*command: str) -> None:
    """Start a ``duidelijk`` command on this home, and do not wait; it records itself as a job."""
    environment = {**os.environ, VARIABLE: str(settings.HOME.folder)}
    subprocess.Popen(
        [sys.executable, "-m", "duidelijk", *command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
