"""Descriptions for search engines, as they stand in a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duidelijk.editions.edition import Edition
from duidelijk.publish.open_data.schema_org import (
    as_block,
    edition_description,
    indicator_description,
)

SITE = "https://monitor.example.nl"


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "a & b", "\u2028"])
def test_nothing_in_a_description_ends_its_element(text: str) -> None:
    block = as_block({"name": text})
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == {"name": text}


@pytest.mark.parametrize(("language", "root"), [("nl", ""), ("en", "/en")])
def test_an_edition_is_a_data_set_with_a_permanent_address(
    corona_home: Path, language: str, root: str
) -> None:
    edition = Edition(corona_home / "editions" / "2021-1")
    told = edition_description(edition, language, SITE)
    assert told["@type"] == "Dataset" and told["inLanguage"] == language
    assert told["identifier"] == f"{SITE}{root}/edities/2021-1"
    assert 50 <= len(told["description"]) <= 5000  # what search engines ask
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert all(each["contentUrl"].startswith(SITE) for each in told["distribution"])


def test_an_indicator_is_a_part_of_its_edition(corona_home: Path) -> None:
    edition = Edition(corona_home / "editions" / "2021-1")
    for indicator in edition.monitor.indicators.values():
        told = indicator_description(edition, indicator, "nl", SITE)
        assert told["isPartOf"] == f"{SITE}/edities/2021-1"
        assert told["variableMeasured"]["unitText"] == indicator.unit.nl
        assert 50 <= len(told["description"]) <= 5000
