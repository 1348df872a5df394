"""The tutorial is run as it is written; what the commands say must be what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "first-edition.md"
CLONE = "/home/you/duidelijk"
"""Where the tutorial says the reader works."""

_STEP = re.compile(
    r"In `(?P<file>[^`]+)`,\s+change\s+line (?P<line>\d+)\s+into:\s+```yaml\n(?P<text>.*?)\n```"
    r"|```console\n(?P<console>.*?)\n```",
    re.DOTALL,
)


def _console(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.strip()


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="the tutorial is written for a POSIX shell")
def test_every_command_of_the_tutorial_says_what_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "run").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m duidelijk "$@"\n')
    (tmp_path / "run").chmod(0o755)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DUIDELIJK_", "DJANGO_", "DATABASE_URL"))
    } | {"DUIDELIJK_HOME": str(tmp_path / ".home"), "PYTHONUTF8": "1"}
    ran = 0
    for step in _STEP.finditer(TUTORIAL.read_text(encoding="utf-8")):
        if step["file"]:
            path = tmp_path / step["file"]
            lines = path.read_text(encoding="utf-8").splitlines()
            lines[int(step["line"]) - 1] = step["text"]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            continue
        for command, shown in _console(step["console"]):
            if (
                command == "./run serve"
            ):  # runs until it is stopped; see tests/web and tests/browser
                continue
            result = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=60,
            )
            said = result.stdout.replace(str(tmp_path), CLONE).strip()
            assert said == shown, f"$ {command}"
            ran += 1
    assert ran > 10


def test_the_sentence_the_tutorial_quotes_is_in_the_edition(starter_home: Path) -> None:
    """The tutorial renames the indicator; everything else of the sentence must be as frozen."""
    import json

    path = starter_home / "editions" / "2030-2" / "sentences.json"
    sentences = json.loads(path.read_text(encoding="utf-8"))["en"]["evacuees|NL01|total"]
    quoted = re.findall(r"^> (.+)$", TUTORIAL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = " ".join(quoted)
    sentences = {key: each.replace("\u00a0", " ") for key, each in sentences.items()}
    assert sentences["value"].replace("in emergency", "who sleep in emergency") in text
    assert sentences["change"] in text
