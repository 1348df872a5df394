"""Writing: nothing is lost, whoever saves first, whatever is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.catalogue import read_monitor
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import theme_text
from duidelijk.foundation.home import Home
from duidelijk.web.accounts.models import User
from duidelijk.web.editorial import writing
from duidelijk.web.editorial.models import TextVersion
from duidelijk.web.editorial.writing import LONGEST, Overtaken, TextKey

Somebody = Callable[..., tuple[User, Client]]
KEY = TextKey("2030-1", "opening", "nl")
PAGE = "/werkplek/edities/2030-1/tekst/opening/nl"


def test_every_save_is_a_version_and_saying_the_same_is_none(somebody: Somebody) -> None:
    ann, _ = somebody("ann", "editor")
    first = writing.save(KEY, "Eerst.", ann, 0)
    assert writing.save(KEY, "Eerst.  \r\n", ann, first.pk).pk == first.pk
    second = writing.save(KEY, "Toen.", ann, first.pk)
    assert [each.text for each in writing.versions(KEY)] == ["Toen.", "Eerst."]
    assert writing.latest(KEY) == second
    assert writing.texts_of("2030-1").texts["opening"].nl == "Toen."


def test_of_two_at_once_neither_loses_a_word(somebody: Somebody) -> None:
    ann, _ = somebody("ann", "editor")
    ben, _ = somebody("ben", "editor")
    base = writing.save(KEY, "Begin.", ann, 0).pk
    theirs = writing.save(KEY, "Van Ann.", ann, base)
    with pytest.raises(Overtaken) as overtaken:
        writing.save(KEY, "Van Ben.", ben, base)
    assert overtaken.value.theirs == theirs
    kept = writing.unsaved(KEY, ben)
    assert kept is not None and kept.text == "Van Ben."
    writing.save(KEY, "Van Ann en Ben.", ben, theirs.pk)
    assert writing.unsaved(KEY, ben) is None
    assert {each.text for each in TextVersion.objects.all()} == {
        "Begin.",
        "Van Ann.",
        "Van Ann en Ben.",
    }


def test_who_is_overtaken_sees_both_texts(somebody: Somebody) -> None:
    ann, _ = somebody("ann", "editor")
    _, ben = somebody("ben", "editor")
    writing.save(KEY, "Van Ann.", ann, 0)
    answer = ben.post(PAGE, {"text": "Van Ben.", "based_on": "0", "save": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Van Ann." in page and "Van Ben.</textarea>" in page
    based_on = page.partition('name="based_on" value="')[2].partition('"')[0]
    answer = ben.post(PAGE, {"text": "Van beiden.", "based_on": based_on, "save": "1"})
    assert answer.status_code == 302
    latest = writing.latest(KEY)
    assert latest is not None and latest.text == "Van beiden."


def test_what_is_typed_comes_back_until_it_is_saved_or_thrown_away(somebody: Somebody) -> None:
    _, ann = somebody("ann", "editor")
    _, ben = somebody("ben", "editor")
    answer = ann.post(f"{PAGE}/klad", {"text": "Een *klad* <b>", "based_on": "0"})
    assert answer.content.decode() == "<p>Een <em>klad</em> &lt;b&gt;</p>\n"
    assert "Een *klad* &lt;b&gt;</textarea>" in ann.get(PAGE).content.decode()
    assert "Een *klad*" not in ben.get(PAGE).content.decode()
    assert writing.latest(KEY) is None
    ann.post(PAGE, {"text": "", "drop": "1"})
    assert "Een *klad*" not in ann.get(PAGE).content.decode()


def test_a_preview_saves_nothing_and_loses_nothing(somebody: Somebody) -> None:
    _, ann = somebody("ann", "editor")
    page = ann.post(PAGE, {"text": "**Zo**", "based_on": "0", "look": "1"}).content.decode()
    assert "<strong>Zo</strong>" in page and "**Zo**</textarea>" in page
    assert writing.latest(KEY) is None


def test_a_text_that_is_too_long_is_refused_and_stays_on_the_page(somebody: Somebody) -> None:
    _, ann = somebody("ann", "editor")
    answer = ann.post(PAGE, {"text": "x" * (LONGEST + 1), "based_on": "0", "save": "1"})
    assert answer.status_code == 400
    assert "x" * (LONGEST + 1) in answer.content.decode()
    assert writing.latest(KEY) is None


@pytest.mark.parametrize("based_on", ["", "-1", "x", "9" * 40, "²"])
def test_a_form_that_was_tampered_with_is_no_error(somebody: Somebody, based_on: str) -> None:
    _, ann = somebody("ann", "editor")
    answer = ann.post(PAGE, {"text": "Goed.", "based_on": based_on, "save": "1"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/werkplek/edities/2030-9",
        "/werkplek/edities/2030-1/tekst/theme.niets/nl",
        "/werkplek/edities/2030-1/tekst/opening/de",
        "/werkplek/edities/2030-2/opvallend",
        "/werkplek/edities/versie/99",
    ],
)
def test_what_is_not_there_is_not_found(somebody: Somebody, path: str) -> None:
    _, ann = somebody("ann", "editor")
    assert ann.get(path).status_code == 404


def test_an_earlier_version_can_be_read(somebody: Somebody) -> None:
    ann, client = somebody("ann", "editor")
    first = writing.save(KEY, "Eerst.", ann, 0)
    writing.save(KEY, "Toen.", ann, first.pk)
    assert "Eerst." in client.get(f"/werkplek/edities/versie/{first.pk}").content.decode()


def test_an_edition_in_review_asks_for_the_texts_it_was_sealed_with(
    home: Home, somebody: Somebody
) -> None:
    declared = home.monitor / "monitor.yaml"
    theme = Edition(home.reviews / "2030-1").monitor.themes[0]
    for path in [declared, *home.monitor.glob("indicators/**/*.yaml")]:
        text = path.read_text().replace(f"id: {theme.id}\n", "id: renamed\n")
        text = text.replace(f"{{id: {theme.id},", "{id: renamed,")
        path.write_text(text.replace(f"theme: {theme.id}\n", "theme: renamed\n"))
    assert "renamed" in {each.id for each in read_monitor(home.monitor).themes}
    _, ann = somebody("ann", "editor")
    page = ann.get("/werkplek/edities/2030-1").content.decode()
    assert f"{theme.title.nl}: heeft nog geen Nederlandse tekst" in page
    address = f"/werkplek/edities/2030-1/tekst/{theme_text(theme.id)}/nl"
    assert address in page
    assert ann.get(address).status_code == 200, "else the edition could never come out"
    assert ann.get(address.replace(theme.id, "renamed")).status_code == 404
