"""The OpenAPI document: by the rules, true to the answers, and the same as what is documented."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duidelijk.web.api import schemas
from duidelijk.web.api.describing import descriptions, key_of_parameter
from node_tools import node_tools

Document = dict[str, Any]
_SHAPES = {
    "figures": schemas.Figures,
    "changes": schemas.Changes,
    "striking?edition=2021-1": schemas.Striking,
    "duiding": schemas.Duiding,
    "signals?edition=2021-1": schemas.Signals,
    "decisions?edition=2021-1": schemas.Decisions,
    "themes": schemas.Themes,
    "indicators": schemas.Indicators,
    "groups": schemas.Groups,
    "regions": schemas.Regions,
    "releases": schemas.Releases,
    "editions": schemas.Editions,
    "editions/2021-1": schemas.OneEdition,
}

_NO_EXAMPLE = (
    "/signals/{id}",
    "/signals/{id}/effect",
    "/practices",
    "/local",
    "/local-indicators",
    "/local-series",
)
"""What these editions hold none of, and what may be another tomorrow."""


@pytest.fixture
def document(site: Client) -> Document:
    found: Document = site.get("/api/v1/openapi.json").json()
    return found


@pytest.mark.long
def test_the_official_linter_finds_no_error(
    document: Document, shared: Path, tmp_path: Path
) -> None:
    described = tmp_path / "openapi.json"
    described.write_text(json.dumps(document), encoding="utf-8")
    ruleset = shared / "data" / "standards" / "nl-api-design-rules.linter.yaml"
    done = subprocess.run(
        [
            *(node_tools() / ".bin" / "spectral", "lint", described, "--ruleset", ruleset),
            *("--format", "json", "--fail-severity", "hint", "--quiet"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert json.loads(done.stdout or "null") == [], done.stdout + done.stderr
    assert done.returncode == 0


def test_the_linter_would_find_what_is_wrong(
    document: Document, shared: Path, tmp_path: Path
) -> None:
    del document["paths"]["/figures"]["get"]["responses"]["200"]["headers"]["API-Version"]
    described = tmp_path / "openapi.json"
    described.write_text(json.dumps(document), encoding="utf-8")
    ruleset = shared / "data" / "standards" / "nl-api-design-rules.linter.yaml"
    done = subprocess.run(
        [node_tools() / ".bin" / "spectral", "lint", described, "--ruleset", ruleset],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode != 0
    assert "nlgov:missing-version-header" in done.stdout


@pytest.mark.parametrize("resource", _SHAPES)
def test_answers_have_just_the_fields_that_are_described(
    told: Callable[[str], Any], resource: str
) -> None:
    answer = told(resource)
    found = _SHAPES[resource].model_validate(answer)
    assert set(_leaves(answer)) <= set(_leaves(found.model_dump(by_alias=True, mode="json")))


def test_every_indicator_has_just_the_fields_that_are_described(
    told: Callable[[str], Any],
) -> None:
    for each in told("indicators")["indicators"]:
        answer = told(f"indicators/{each['id']}")
        found = schemas.Indicator.model_validate(answer)
        assert set(_leaves(answer)) <= set(_leaves(found.model_dump(by_alias=True, mode="json")))


def _leaves(value: Any, path: str = "") -> list[str]:
    """The path of every field, whatever its value."""
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in _leaves(each, f"{path}.{key}")]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each, f"{path}[]")]
    return [path]


def test_everything_is_described_in_words(document: Document) -> None:
    used = {"api"}
    for path, methods in document["paths"].items():
        operation = methods["get"]
        assert operation["summary"]
        assert len(operation["description"]) > 10
        used.add(path)
        for each in operation["parameters"]:
            assert each["description"]
            used.add(key_of_parameter(path, each["name"]))
    assert used == set(descriptions())
    assert document["info"]["contact"].keys() == {"name", "url", "email"}


def test_examples_are_real(document: Document, site: Client) -> None:
    for path, methods in document["paths"].items():
        operation = methods["get"]
        if path in _NO_EXAMPLE:
            continue
        shown = operation["responses"]["200"]["content"]["application/json"]["example"]
        own = shown["_links"]["self"]["href"].removeprefix("http://127.0.0.1")
        answer = site.get(own).json()
        assert shown.keys() == answer.keys(), path
        assert shown.get("edition") == answer.get("edition")


def test_values_in_examples_lead_somewhere(document: Document, site: Client) -> None:
    operation = document["paths"]["/figures"]["get"]
    for each in operation["parameters"]:
        if "example" in each:
            value = each["example"]
            written = ",".join(value) if isinstance(value, list) else value
            answer = site.get("/api/v1/figures", {each["name"]: written}).json()
            assert answer["page"]["count"] > 0, each["name"]


@pytest.mark.long
def test_schemathesis_finds_no_failure(served: str, tmp_path: Path) -> None:
    """It thinks up requests from the document: examples, bounds, wrong and random ones."""
    command = Path(sys.executable).with_name("schemathesis")
    told = "[checks.negative_data_rejection]\nexpected-statuses = [400, 404, 406, 414]\n"
    (tmp_path / "schemathesis.toml").write_text(told, encoding="utf-8")
    done = subprocess.run(
        [
            *(command, "run", f"{served}/api/v1/openapi.json", "--checks", "all"),
            *("--phases", "examples,coverage,fuzzing", "--max-examples", "6"),
            *("--seed", "2021", "--no-shrink", "--continue-on-failure"),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    asked = re.search(r"(\d+) generated, \1 passed", done.stdout)
    assert asked, done.stdout
    assert int(asked[1]) > 1000
