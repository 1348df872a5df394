"""What is different since the edition before, and what a correction makes otherwise."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.catalogue import Text
from duidelijk.cli.freezing import freeze_editions
from duidelijk.editions.edition import Edition
from duidelijk.editions.publishing import publish
from duidelijk.editions.texts import Texts, development_key
from duidelijk.foundation.home import Home
from duidelijk.publish.difference import (
    figure_difference,
    indicator_difference,
    list_difference,
    turned_verdicts,
)
from read_page import get, words

STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"


def edition(home: Path, id_: str) -> Edition:
    return Edition(home / "editions" / id_)


def section(body: str, name: str) -> str:
    """The text of the section whose heading has this name."""
    return words(body.partition(f'<h2 id="{name}"')[2].partition("</section>")[0])


def test_the_lists_of_two_editions_are_told_apart(corona_home: Path, site: Client) -> None:
    before, after = edition(corona_home, "2021-1"), edition(corona_home, "2021-2")
    found = list_difference(before, after)
    then = {development_key(each) for each in before.striking["developments"]}  # type: ignore[index]
    now = {development_key(each) for each in after.striking["developments"]}  # type: ignore[index]
    assert {development_key(each) for each in found.appeared} == now - then
    assert {development_key(each.development) for each in found.gone} == then - now
    assert len(found.turned) + len(found.stayed) == len(now & then)
    told = section(get(site, "/edities/2021-2/verschil"), "lijst")
    for each in (*found.appeared, *found.turned, *(gone.development for gone in found.gone)):
        assert after.monitor.indicators[each["indicator"]].title.nl in told
    assert "Er kwam niets bij" in told
    assert "nu de andere kant op" in told


def test_what_went_off_the_list_says_whether_there_is_a_new_figure(corona_home: Path) -> None:
    after = edition(corona_home, "2021-4")
    gone = list_difference(edition(corona_home, "2021-3"), after).gone
    for each in gone:
        own = after.change_of(
            *(each.development[name] for name in ("indicator", "region", "group"))
        )
        newer = [row for row in own if row["period"] > each.development["period"]]
        assert each.measured == bool(newer), each.development["indicator"]
    assert gone


def test_verdicts_that_turned_stand_beside_each_other(corona_home: Path, site: Client) -> None:
    before, after = edition(corona_home, "2021-1"), edition(corona_home, "2021-2")
    turned = turned_verdicts(before, after)
    assert turned and all(then["verdict"] != now["verdict"] for _, then, now in turned)
    assert all(now["fresh"] for _, _, now in turned)
    told = section(get(site, "/edities/2021-2/verschil"), "oordelen")
    for key, _, _ in turned:
        assert after.monitor.indicators[key].title.nl in told
    row = next(each for each in turned if each[0] == "draagvlak_avondklok")
    assert (row[1]["verdict"], row[2]["verdict"]) == ("fallen", "risen")


def test_indicators_that_came_are_named(corona_home: Path, site: Client) -> None:
    before, after = edition(corona_home, "2021-1"), edition(corona_home, "2021-2")
    found = indicator_difference(before, after)
    assert found.filled and not found.declared and not found.dropped
    told = section(get(site, "/en/edities/2021-2/verschil"), "indicatoren")
    assert "With figures for the first time" in told
    for key in found.filled:
        assert after.monitor.indicators[key].title.en in told


def test_the_first_edition_has_nothing_to_compare_with(site: Client) -> None:
    assert "geen eerdere editie" in get(site, "/edities/2021-1/verschil")
    assert "/edities/2021-1/verschil" not in get(site, "/edities").partition("</main>")[0]


def test_the_page_is_linked_from_the_front_and_the_archive(site: Client) -> None:
    assert 'href="/verschil"' in get(site, "/").partition("</main>")[0]
    assert 'href="/en/edities/2021-3/verschil"' in get(site, "/en/edities")
    assert "Wat is er anders" in get(site, "/verschil")
    timeline = re.findall(r'href="(/edities/[^"]*/verschil)"', get(site, "/verschil"))
    assert "/edities/2021-2/verschil" in timeline, "the same page in other editions"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two editions, and a correction of the second with other figures and texts."""
    home = Home(tmp_path_factory.mktemp("corrected") / "home")
    wrong = tmp_path_factory.mktemp("wrong") / "monitor"
    shutil.copytree(STARTER, wrong)
    figures = wrong / "figures" / "figures.csv"
    lines = figures.read_text().splitlines()
    at = next(
        n for n, each in enumerate(lines) if each.startswith("damage_reports,NL01,total,2030MM03")
    )
    parts = lines[at].split(",")
    right, parts[4] = parts[4], str(int(parts[4]) + 100)
    assert right != parts[4]
    lines[at] = ",".join(parts)
    extra = next(each for each in lines if each.startswith("damage_reports,PV23,total,2029MM01"))
    figures.write_text("\n".join(each for each in lines if each != extra) + "\n")
    freeze_editions(home, wrong, ["2030-1"])
    freeze_editions(Home(home.folder / "wrong"), wrong, ["2030-2"])
    texts = Texts(texts={"opening": Text("Veel schade.", ""), "theme.wonen": Text("Gelijk.", "")})
    publish(home.folder / "wrong" / "editions" / "2030-2", home.editions, texts)

    better = Home(home.folder / "better")
    shutil.copytree(STARTER, better.monitor)
    declared = better.monitor / "monitor.yaml"
    plan = "  - {id: 2030-3, date: 2030-05-15, corrects: 2030-2, title: {nl: beter, en: better},\n"
    plan += "     reason: {nl: Een getal te hoog., en: A number too high.}}\n"
    declared.write_text(declared.read_text().replace("editions:\n", f"editions:\n{plan}"))
    freeze_editions(better, None, ["2030-3"])
    texts = Texts(texts={"opening": Text("Minder.", ""), "theme.wonen": Text("Gelijk.", "")})
    publish(better.editions / "2030-3", home.editions, texts)
    return home


def test_a_correction_tells_exactly_what_differs(corrected: Home, settings: object) -> None:
    settings.HOME = corrected  # type: ignore[attr-defined]
    reader = Client(HTTP_HOST="127.0.0.1")
    before, after = edition(corrected.folder, "2030-2"), edition(corrected.folder, "2030-3")
    found = figure_difference(before, after)
    assert {kind: count for kind, count in found.counts.items() if kind != "same"} == {
        "revised": 1,
        "new": 1,
    }
    body = get(reader, "/edities/2030-3/verschil")
    assert "Een getal te hoog." in words(body.partition("<h2")[0])
    told = section(body, "cijfers")
    assert "Anders: 1" in told and "Erbij: 1" in told
    assert "duidelijk compare 2030-2 2030-3 --all" in told
    assert "−100 meldingen" in told
    texts = section(body, "teksten")
    assert "Opening" in texts and "Wonen" not in texts, "only what differs"
    for path in ("/edities/2030-3", "/edities/2030-2"):
        assert 'href="/edities/2030-3/verschil"' in get(reader, path), path
