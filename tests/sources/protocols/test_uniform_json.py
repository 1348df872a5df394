"""JSON read as a table: the same values as JSON has, or none at all."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from duidelijk.sources.protocols.uniform_json import read_uniform

ALIKE = (
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":null,"c":"r"}]',
    '[{"a":"x","b":-1.5e3,"c":""}]',
    '[\n {"a": "x", "b": 1, "c": "q" },\n {"a": "y", "b": 2.5, "c": "é" }\n]',
    '[\r\n    {\r\n      "a":"x","b":1,"c":"q"\r\n    },{\r\n      "a":"y","b":2,"c":"r"\r\n    }]',
    '[{"a":"Nuenen, Gerwen en Nederwetten","b":1,"c":"q"},{"a":"y","b":2,"c":"1,0"}]',
    '[{"a":"x","z":"p","b":1,"c":"q"},{"a":"y","z":"o, ","b":2,"c":"r"}]',
    '[{"b":1,"c":"q","a":"x"},{"b":2,"c":"r","a":"y"}]',
)
OTHERWISE = (
    '[{"a":"x","z":"p","b":1,"c":"q"},{"a":"y","z":"o,","b":2,"c":"r"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":2}]',
    '[{"a":"x","b":1,"c":"q"},{"b":2,"a":"y","c":"r"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":null,"b":2,"c":"r"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":"2","c":"r"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":1,5,"c":"r"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":nan,"c":"r"}]',
    '[{"a":"x","b":1,"c":"q"}{"a":"y","b":2,"c":"r"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":2,"c":"r"},]',
    '[{"a":"x","b":1,"c":"q"},w{"a":"y","b":2,"c":"r"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":2,"c":"}"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"\\u00e9","b":2,"c":"r"}]',
    '[{"a":"x","b":1,"c":{"d":2}}]',
    '[{"a":5,"b":1,"c":"q"}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":2,"c":"r","d":3}]',
    '[{"a":"x","b":1,"c":"q"},{"a":"y","b":2,"c":"r","a":"z"}]',
    '[{"a":"x","b":1,"b":2,"c":"q"}]',
    "[]",
    "[7]",
    "",
)
SCRAPS = ('"', "{", "}", "[", "]", ",", ":", "null", "true", "\\", "\n", '"a":', "},{", "1e999")
SCRAPS += ("NaN", '","', '"b":1', " ", "5", "\x1f", ",5", '1,0"', "é", "")


def read(text: str) -> list[tuple[Any, ...]] | None:
    """The values of a, b and c; nothing when the objects are not alike."""
    body = text.encode()
    frame = read_uniform(body, 1, max(1, len(body) - 1), ["a"], ["b", "c"])
    return None if frame is None else frame.select("a", "b", "c").rows()


@pytest.mark.parametrize("text", ALIKE)
def test_objects_that_are_alike_are_read_as_json_reads_them(text: str) -> None:
    assert read(text) == [(row["a"], row["b"], row["c"]) for row in json.loads(text)]


@pytest.mark.parametrize("text", OTHERWISE)
def test_objects_that_are_not_alike_are_left_to_json(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_is_what_json_reads(seed: int) -> None:
    choice = random.Random(seed)
    same = 0
    for _ in range(2_000):
        text = choice.choice(ALIKE)
        for _ in range(choice.randint(0, 3)):
            start = choice.randrange(1, len(text))
            end = min(len(text) - 1, start + choice.choice((0, 0, 1, 1, 2, 8)))
            text = text[:start] + choice.choice(SCRAPS) + text[max(start, end) :]
        found = read(text)
        if found is None:
            continue
        try:
            rows = json.loads(text)
        except ValueError:
            continue  # what is no JSON never gets as far as this: its source sends JSON
        assert found == [(row["a"], row["b"], row["c"]) for row in rows], text
        same += 1
    assert same > 200
