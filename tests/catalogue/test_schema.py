"""The JSON Schema is check, documentation and form at once, so it is checked itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from duidelijk.catalogue.schema import check_against_schema, schema
from duidelijk.foundation.declarations import Declaration

KINDS = ["monitor", "groups", "sources", "measures", "indicator"]


def parts(value: Any, path: str = "#") -> Iterator[tuple[str, Any]]:
    """Every object in the schema with its place."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from parts(item, f"{path}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from parts(item, f"{path}/{index}")


def target(reference: str) -> Any:
    found: Any = schema()
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def undescribed() -> set[str]:
    """Properties that neither describe themselves nor refer to something described."""
    return {
        f"{place}/{name}"
        for place, part in parts(schema()["$defs"])
        if isinstance(part.get("properties"), dict) and part.get("type") == "object"
        for name, each in part["properties"].items()
        if not ("description" in each or "description" in target(each.get("$ref", "#/$defs")))
    }


def test_the_schema_is_valid_json_schema() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema())


def test_every_reference_resolves() -> None:
    references = [part["$ref"] for _, part in parts(schema()) if isinstance(part.get("$ref"), str)]
    assert references
    assert all(isinstance(target(each), dict) for each in references)


def test_every_kind_of_file_has_a_definition() -> None:
    assert set(KINDS) <= schema()["$defs"].keys()


def test_every_definition_says_what_it_is() -> None:
    assert [name for name, each in schema()["$defs"].items() if "description" not in each] == []


def test_every_property_says_what_it_is() -> None:
    assert undescribed() == set()


def test_every_object_refuses_keys_or_values_it_does_not_know() -> None:
    # an object either has keys of its own, or any keys with one sort of value
    for place, part in parts(schema()["$defs"]):
        if part.get("type") == "object":
            further = part.get("additionalProperties")
            assert further is False or ("properties" not in part and "type" in further), place


def test_every_required_key_is_a_property() -> None:
    for place, part in parts(schema()["$defs"]):
        if part.get("type") == "object":
            assert set(part.get("required", ())) <= part.get("properties", {}).keys(), place


def test_polarity_is_required_and_has_no_default() -> None:
    indicator = schema()["$defs"]["indicator"]
    assert "polarity" in indicator["required"]
    assert "default" not in indicator["properties"]["polarity"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=5) | st.sampled_from(["id", "title", "sources", "kind", "themes"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", KINDS)
@given(value=anything)
def test_whatever_is_not_a_declaration_is_explained_and_not_raised(kind: str, value: Any) -> None:
    problems = check_against_schema(Declaration("file.yaml", value), kind)
    assert problems
    assert all(each.where == "file.yaml" and each.what for each in problems)
