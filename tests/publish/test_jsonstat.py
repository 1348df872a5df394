"""JSON-stat: other people's readers find the same figures in it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.editions.edition import Edition
from duidelijk.publish import jsonstat
from duidelijk.publish.jsonstat import dataset
from duidelijk.sources.protocols.jsonstat import read
from node_tools import node_tools

KEYS = ("region", "group", "period")


@pytest.fixture
def edition(corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / "2021-1")


def made(figures: pl.DataFrame, edition: Edition, language: str = "nl") -> dict[str, Any]:
    return dataset(figures, edition, language, "Iedereen", {"provisional": "voorlopig"})


def test_our_own_reader_finds_every_figure_again(edition: Edition) -> None:
    figures = edition.figures_of("zorgen_zorgen_over_coronavirus")
    content = json.dumps(made(figures, edition)).encode()
    table = read(content, "figures.json")
    assert {each.id for each in table.description.measures} == {"zorgen_zorgen_over_coronavirus"}
    found = pl.concat(list(table.chunks))
    given = figures.filter(pl.col("value").is_not_null())
    assert sorted(found["value"].drop_nulls()) == sorted(given["value"])
    assert found["value"].drop_nulls().len() > 200


_READ = """
const { default: JSONstat } = await import(process.argv[1] + '/jsonstat-toolkit/import.mjs');
let text = '';
for await (const each of process.stdin) text += each;
const cube = JSONstat(JSON.parse(text));
const asked = cube.id.map(name => cube.Dimension(name).id);
const rows = [];
function walk(at, key) {
  if (at === cube.id.length) {
    const cell = cube.Data(key);
    if (cell.value !== null || cell.status) rows.push([...key, cell.value, cell.status]);
    return;
  }
  asked[at].forEach((_, place) => walk(at + 1, [...key, place]));
}
walk(0, []);
const label = name => cube.Dimension(name).Category(0).label;
console.log(JSON.stringify({
  kind: cube.class, id: cube.id, size: cube.size, role: cube.role, rows, codes: asked,
  unit: cube.Dimension('indicator').Category(0).unit, label: label('indicator'),
}));
"""


def test_the_reader_of_its_author_finds_every_figure(edition: Edition) -> None:
    figures = pl.concat(
        [edition.figures_of("werkloze_beroepsbevolking"), edition.figures_of("bijstand_personen")]
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", _READ, str(node_tools())],
        input=json.dumps(made(figures, edition, "en")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["kind"] == "dataset"
    assert told["id"] == list(jsonstat.DIMENSIONS)
    assert told["role"]["time"] == ["period"]
    assert told["role"]["geo"] == ["region"]
    assert told["role"]["metric"] == ["indicator"]
    assert told["label"] == "People on social assistance"
    assert told["unit"]["decimals"] == 0
    found = {
        tuple(codes[place] for codes, place in zip(told["codes"], row, strict=False)): row[-2]
        for row in told["rows"]
    }
    columns = ["indicator", "region", "region_year", "group", "period", "method"]
    wanted = {
        tuple(str(each) if each != "" else "-" for each in key): value
        for *key, value in figures.select(*columns, "value").iter_rows()
    }
    assert found == wanted


def test_what_is_missing_or_provisional_says_so(
    edition: Edition, figures: Callable[..., pl.DataFrame]
) -> None:
    from duidelijk.figures.table import with_periods

    rows = figures(
        {"indicator": "eenzaam", "period": "2020MM01", "status": "provisional"},
        {"indicator": "eenzaam", "period": "2020MM02", "value": None, "missing": "withheld"},
        {"indicator": "eenzaam", "period": "2020MM03", "status": "definitive"},
    )
    release = next(iter(edition.releases))
    told = made(
        with_periods(rows).with_columns(
            pl.lit(release).alias("release"), pl.lit(edition.date).alias("published")
        ),
        edition,
    )
    assert told["value"] == {"0": 4.0, "2": 4.0}
    assert told["status"] == {"0": "provisional", "1": "withheld"}
    assert told["dimension"]["period"]["category"]["label"]["2020MM01"] == "januari 2020"
    assert told["extension"]["status"]["label"]["provisional"] == "voorlopig"


def test_without_figures_it_is_an_empty_cube(edition: Edition) -> None:
    told = made(edition.figures().clear(), edition)
    assert told["size"] == [0] * 6
    assert told["value"] == {}
    assert told["updated"] == "2021-03-11"


def test_a_cube_that_cannot_be_counted_is_refused(edition: Edition, monkeypatch: Any) -> None:
    monkeypatch.setattr(jsonstat, "MOST_CELLS", 1000)
    with pytest.raises(OverflowError):
        made(edition.figures(), edition)
