"""The documents keep up with the code: commands, settings, columns, addresses and links."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from duidelijk.change.comparing import COLUMNS
from duidelijk.figures.table import SCHEMA
from serving import serving

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def _read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def _sections(text: str) -> dict[str, str]:
    """The text under each second-level heading, by the heading without its backquotes."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {parts[i].strip("` "): parts[i + 1] for i in range(1, len(parts), 2)}


def _documented(text: str) -> set[str]:
    """Everything in backquotes."""
    return set(re.findall(r"`([^`\n]+)`", text))


# --- commands


def _commands() -> dict[str, Any]:
    import typer.main

    from duidelijk.cli.app import app

    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        under = getattr(command, "commands", None)
        found |= (
            {f"{name} {each}": one for each, one in under.items()} if under else {name: command}
        )
    return found


def test_every_command_has_a_section_and_no_section_is_left_over() -> None:
    assert set(_sections(_read("docs/reference/commands.md"))) == set(_commands())


@pytest.mark.parametrize("name", sorted(_commands()))
def test_every_option_and_argument_of_a_command_is_documented(name: str) -> None:
    written = _documented(_sections(_read("docs/reference/commands.md"))[name])
    for parameter in _commands()[name].params:
        if parameter.param_type_name == "argument":
            names = [parameter.name.upper()]
        else:
            names = [*parameter.opts, *parameter.secondary_opts]
        missing = set(names) - written - {"--help", "-h"}
        assert not missing, f"{name}: {missing} not in docs/reference/commands.md"


def test_no_option_is_documented_that_a_command_does_not_have() -> None:
    for name, text in _sections(_read("docs/reference/commands.md")).items():
        known = {
            option
            for parameter in _commands()[name].params
            for option in [*parameter.opts, *parameter.secondary_opts]
        }
        listed = re.findall(r"^- (.+?):", text, flags=re.MULTILINE)
        options = {each for line in listed for each in _documented(line) if each.startswith("-")}
        assert options <= known, f"{name}: {options - known} do not exist"


# --- settings

_VARIABLE = re.compile(r"\b(?:DUIDELIJK_[A-Z][A-Z_]*[A-Z]|DATABASE_URL)\b")
_SOURCES = (".py", ".css", ".html", ".yaml", ".sh", "")


def _variables(*places: Path) -> set[str]:
    files: list[Path] = []
    for place in places:
        files += [place] if place.is_file() else sorted(place.rglob("*"))
    return {
        word
        for file in files
        if file.is_file() and file.suffix in _SOURCES and ROOT / "tests/docs" not in file.parents
        for word in _VARIABLE.findall(file.read_text(encoding="utf-8"))
    }


def test_every_variable_of_the_program_is_in_the_settings() -> None:
    used = _variables(ROOT / "src" / "duidelijk", ROOT / "run")
    assert {"DUIDELIJK_HOME", "DATABASE_URL"} <= used
    assert used <= _documented(_read("docs/reference/settings.md"))


def test_every_variable_of_the_tests_is_in_the_settings_or_for_contributors() -> None:
    used = _variables(ROOT / "tests", ROOT / ".ci" / "run")
    written = _read("docs/reference/settings.md") + _read("CONTRIBUTING.md")
    assert used <= set(_VARIABLE.findall(written))


def test_no_variable_is_documented_that_nothing_reads() -> None:
    used = _variables(
        ROOT / "src" / "duidelijk", ROOT / "run", ROOT / "tests", ROOT / ".ci" / "run"
    )
    for page in (REFERENCE / "settings.md", ROOT / "CONTRIBUTING.md"):
        assert set(_VARIABLE.findall(page.read_text(encoding="utf-8"))) <= used


# --- declarations


def _generator(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_of_declarations_is_up_to_date() -> None:
    generator = _generator("declarations_reference")
    schema = json.loads(generator.SCHEMA.read_text(encoding="utf-8"))
    made = generator.reference(schema)
    assert made == _read("docs/reference/declarations.md"), (
        "run: python tests/docs/declarations_reference.py > docs/reference/declarations.md"
    )


# --- the API


def test_the_reference_of_the_api_is_up_to_date() -> None:
    generator = _generator("api_reference")
    assert generator.reference(generator.document()) == _read("docs/reference/api.md"), (
        "run: python tests/docs/api_reference.py > docs/reference/api.md"
    )


def test_the_examples_of_the_client_run(corona_home: Path) -> None:
    text = _read("docs/how-to/use-the-api.md")
    programs = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(programs) > 4
    for address in serving(corona_home):
        program = "".join(programs).replace("https://monitor.example.nl", address)
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert "2021-01-21" in done.stdout


# --- files


def _first_cells(text: str) -> set[str]:
    """What stands in backquotes in the first column of the tables."""
    return {
        word
        for line in text.splitlines()
        if line.startswith("| `")
        for word in _documented(line.split("|")[1])
    }


def test_every_column_of_figures_is_documented() -> None:
    sections = _sections(_read("docs/reference/edition-folder.md"))
    assert set(SCHEMA) <= _first_cells(sections["The figures"])
    files = _sections(_read("docs/reference/figures-files.md"))
    assert set(SCHEMA) == _first_cells(files["Figures"].partition("### ")[0])


def test_every_column_of_releases_is_documented() -> None:
    shipped = ROOT / "src" / "duidelijk" / "monitors" / "corona" / "figures" / "releases.csv"
    header = shipped.read_text(encoding="utf-8").splitlines()[0].split(",")
    files = _sections(_read("docs/reference/figures-files.md"))
    assert set(header) == _first_cells(files["Releases"])


def test_every_column_of_changes_is_documented() -> None:
    sections = _sections(_read("docs/reference/edition-folder.md"))
    assert set(COLUMNS) <= _first_cells(sections["changes.parquet"])


def test_a_frozen_edition_holds_exactly_the_files_and_columns_that_are_documented(
    starter_home: Path,
) -> None:
    text = _read("docs/reference/edition-folder.md")
    sections = _sections(text)
    folder = starter_home / "editions" / "2030-2"
    assert {path.name for path in folder.iterdir()} == _first_cells(text.partition("\n## ")[0])
    figures = pl.read_parquet_schema(folder / "figures.by-indicator.parquet")
    assert set(figures) == _first_cells(sections["The figures"])
    changes = pl.read_parquet_schema(folder / "changes.parquet")
    assert set(changes) == _first_cells(sections["changes.parquet"])
    carried = pl.read_parquet_schema(folder / "carried.parquet")
    assert set(carried) - set(figures) == _first_cells(sections["carried.parquet"])
    revisions = pl.read_parquet_schema(folder / "revisions.parquet")
    assert set(revisions) == _first_cells(sections["revisions.parquet"])
    described = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    assert set(described) <= _first_cells(sections["edition.json"])


# --- addresses


def _routes(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _routes(each.url_patterns, route)
        elif _of_library(each):
            yield "/account/"
        else:
            yield re.sub(r"<\w+:(\w+)>", r"{\1}", route)


def _of_library(route: Any) -> bool:
    """Whether a page is one of allauth's own: they stand in the documents as one."""
    view = route.callback
    return str(getattr(view, "view_class", view).__module__).startswith(("allauth.", "django."))


def test_every_address_is_documented() -> None:
    from duidelijk.web.urls import urlpatterns

    routes = set(_routes(urlpatterns))
    assert "/edities/{edition}/thema/{key}" in routes
    dutch = {route for route in routes if route != "/en" and not route.startswith("/en/")}
    assert dutch == _first_cells(_read("docs/reference/addresses.md"))
    assert {f"/en{route}" for route in dutch} >= routes - dutch - {"/en"}


# --- all documents


def _pages() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]
    return sorted(path for path in found if path.is_file())


def _anchor(heading: str) -> str:
    bare = re.sub(r"[`*]|\[|\]\([^)]*\)", "", heading.strip()).lower()
    return re.sub(r"[^\w\- ]", "", bare).replace(" ", "-")


def _anchors(path: Path) -> set[str]:
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    return {_anchor(each) for each in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)}


@pytest.mark.parametrize("page", _pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_link_is_dead(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{page.name}: {target} leads nowhere"
        if anchor:
            assert anchor in _anchors(linked), f"{page.name}: {target} has no such heading"


def test_every_document_is_in_the_index() -> None:
    index = _read("docs/README.md")
    for page in (ROOT / "docs").rglob("*.md"):
        shown = page.relative_to(ROOT / "docs").as_posix()
        assert shown == "README.md" or f"({shown})" in index, f"{shown} is not in docs/README.md"


def test_the_readme_leads_with_the_two_commands() -> None:
    head = _read("README.md").partition("## What you see")[0]
    assert "$ ./run demo\n" in head
    assert "$ ./run test\n" in head


def test_the_readme_counts_what_is_shipped() -> None:
    monitor = ROOT / "src" / "duidelijk" / "monitors" / "corona"
    rows = {path.name: len(path.read_bytes().splitlines()) - 1 for path in monitor.glob("*/*.csv")}
    releases = rows.pop("releases.csv")
    indicators = len(list((monitor / "indicators").rglob("*.yaml")))
    readme = _read("README.md")
    assert f"{sum(rows.values()):,} figures" in readme
    assert f"{releases} releases" in readme
    assert f"{indicators} declared indicators" in readme


def test_the_licence_is_whole() -> None:
    text = _read("LICENSE")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert all(f"\n{number}." in text for number in range(1, 16))
    assert text.endswith("require the production of a new EUPL version.\n")


def test_publiccode_says_the_same_as_the_program() -> None:
    import yaml

    from duidelijk import __version__

    told = yaml.safe_load(_read("publiccode.yml"))
    assert told["softwareVersion"] == __version__
    assert told["legal"]["license"] == "EUPL-1.2"
    assert set(told["localisation"]["availableLanguages"]) == {"nl", "en"}
    for words in told["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
