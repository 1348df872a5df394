"""The words of the pages: both languages, every key used, every used key there."""

from __future__ import annotations

import re
from pathlib import Path

from duidelijk.web.words import words

_TEMPLATES = Path(__file__).resolve().parents[2] / "src/duidelijk/web/dashboard/templates"
_BY_VALUE = ("polarity_", "uncertainty_", "frequency_", "level_", "missing_", "kind_", "basis_")
_BY_VALUE += ("order_", "question_", "timing_", "tier_")


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    used: set[str] = set()
    for path in _TEMPLATES.rglob("*.html"):
        used |= set(re.findall(r"\bw\.([a-z0-9_]+)", path.read_text(encoding="utf-8")))
    known = set(words("nl"))
    for path in _TEMPLATES.parents[1].rglob("*.py"):
        quoted = re.findall(r"""["']([a-z0-9_]+)["']""", path.read_text(encoding="utf-8"))
        used |= known & set(quoted)
    assert used - known == set()
    assert {key for key in known - used if not key.startswith(_BY_VALUE)} == set()


def test_every_declared_choice_has_its_words() -> None:
    from duidelijk.catalogue.schema import schema
    from duidelijk.change.pairing import Comparison
    from duidelijk.figures.table import MISSING
    from duidelijk.regions import LEVELS
    from duidelijk.web.dashboard.pages.striking import ORDERS

    properties = schema()["$defs"]["indicator"]["properties"]
    wanted = {
        f"{name}_{value}"
        for name in ("polarity", "uncertainty", "frequency")
        for value in properties[name]["enum"]
    } | {f"level_{level}" for level in LEVELS}
    wanted |= {f"missing_{reason}" for reason in MISSING}
    wanted |= {
        f"timing_{value}{end}" for value in properties["timing"]["enum"] for end in ("", "_why")
    }
    wanted |= {f"question_{each}" for each in Comparison if each != "without_crisis"}
    wanted |= {f"order_{each}" for each in ORDERS}
    assert wanted <= set(words("en"))
