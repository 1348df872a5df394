"""YAML that is nested deep is refused like any other that cannot be read."""

from __future__ import annotations

import pytest
from django.test import Client

from duidelijk.foundation.home import Home
from sent_form import Form

FILE = "/werkplek/declaraties/bestand/indicators/stress.yaml"


@pytest.mark.parametrize("deep", [20, 60, 120, 200, 320, 450, 600, 900, 5000])
@pytest.mark.parametrize("shape", [("[", "]"), ("{a: ", "}")])
def test_deep_nesting_is_told(deep: int, shape: tuple[str, str], ann: Client, home: Home) -> None:
    nested = shape[0] * deep + "1" + shape[1] * deep
    before = (home.monitor / "indicators/stress.yaml").read_text()
    given = Form(ann.get(FILE).content.decode()).given
    answer = ann.post(FILE, {**given, "text": f"{before}note: {nested}\n", "look": "1"})
    assert answer.status_code == 400
    assert nested in answer.content.decode(), "what was typed is still there"
    thing = "/werkplek/declaraties/indicator/stress"
    given = Form(ann.get(thing).content.decode()).given
    answer = ann.post(thing, {**given, "y.title": nested, "look": "1"})
    assert answer.status_code == 400
