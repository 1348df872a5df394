"""Pages of OData v3: thousands of them, few of them right."""

from __future__ import annotations

import json
import random

import polars as pl
import pytest

from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Reply
from duidelijk.sources.protocols.odata3_pages import Topic, long, wide

PLACE = ("D", "P")
TOPICS = (Topic("A_1", "a", when_empty="impossible"), Topic("T_2", "t", is_text=True))
PAGES = (
    b'{"odata.metadata":"http://h/x","value":[{"ID":1,"D":"a ","P":"2020JJ00","A_1":"       1","T_2'
    b'":"q"},{"ID":2,"D":"b ","P":"2020JJ00","A_1":"     2.5","T_2":null}],"odata.nextLink":"http:'
    b'//h/x?$skip=2"}',
    b'{\r\n  "odata.metadata":"http://h/x","value":[\r\n    {\r\n      "D":"a","P":"2020MM01","A_1"'
    b':5,"T_2":"x},{y"\r\n    },{\r\n      "D":"b","P":"2020MM02","A_1":null,"T_2":"."\r\n    }\r\n'
    b"  ]\r\n}",
    b'{"value":[{"T_2":"\\u00e9","A_1":"-","P":"2020KW01","D":"c"}]}',
    b'{"value":[]}',
    b'{"odata.error":{"code":"","message":{"lang":"nl","value":"fout"}}}',
    b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="http://schemas.microsoft.com/ado/2007/08/'
    b'dataservices/metadata" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"><entry'
    b"><content><m:properties><d:D>a</d:D><d:P>2020JJ00</d:P><d:A_1>1</d:A_1><d:T_2>t</d:T_2></m:p"
    b"roperties></content></entry></feed>",
)
SCRAPS = (b'"', b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"\\", b"\xff", b"\n", b"<")
SCRAPS += (b'"A_1"', b'"D":', b"},{", b"1e999", b"-", b"NaN", b'"odata.nextLink":"y"', b"&x;", b"")


def mutated(choice: random.Random, page: bytes) -> bytes:
    """*page* with a few bytes or scraps put in, taken out or moved."""
    for _ in range(choice.randint(0, 5)):
        start = choice.randrange(len(page) + 1)
        end = min(len(page), start + choice.choice((0, 0, 1, 1, 2, 8)))
        page = page[:start] + choice.choice(SCRAPS) + page[end:]
    return page[: choice.randrange(len(page) + 1)] if choice.random() < 0.1 else page


@pytest.mark.parametrize("seed", range(4))
def test_no_page_makes_it_fall_over(seed: int) -> None:
    choice = random.Random(seed)
    accepted = refused = 0
    for _ in range(5_000):
        reply = Reply("http://h/x", mutated(choice, choice.choice(PAGES)))
        try:
            table, following = wide(reply, PLACE, TOPICS)
            found = long(table, PLACE, TOPICS, reply.address)
        except Refused:
            refused += 1
            continue
        accepted += 1
        assert following is None or isinstance(following, str)
        assert len(found) == 2 * len(table)
        assert found.filter(pl.col("value").is_null() != pl.col("missing").is_not_null()).is_empty()
    assert accepted > 500
    assert refused > 500


def test_the_quick_way_reads_what_the_exact_way_reads() -> None:
    choice = random.Random(5)
    compared = 0
    for _ in range(3_000):
        body = mutated(choice, choice.choice(PAGES[:3]))
        try:
            table, following = wide(Reply("http://h/x", body), PLACE, TOPICS)
            found = long(table, PLACE, TOPICS, "x")
        except Refused:
            continue
        document = json.loads(body)
        names = [*PLACE, "A_1", "T_2"]
        plain = [[_written(row[name]) for name in names] for row in document["value"]]
        exact = pl.DataFrame(plain, dict.fromkeys(names, pl.String()), orient="row")
        assert found.rows() == long(exact, PLACE, TOPICS, "x").rows(), body
        assert following == document.get("odata.nextLink")
        compared += 1
    assert compared > 300


def _written(value: object) -> str | None:
    return value if isinstance(value, str | None) else str(value)
