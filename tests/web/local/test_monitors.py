"""Local monitors: the real lists and files of others, offered, matched and read by direction."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import local_room
from agenda_room import let_in
from duidelijk.local.matching import Match
from duidelijk.web.local.models import LocalMonitor, LocalSeries, MonitorIndicator
from local_room import Area

pytestmark = pytest.mark.django_db

WSJG = "data/wsjg/wsjg_indicators.csv"
_DESK = "/werkplek/lokaal/monitors"


def described(title: str, public: bool = True, **more: str) -> dict[str, str]:
    """The form of a monitor, filled in."""
    told = {
        "monitor_title": title,
        "monitor_publisher": "Wie hem uitgeeft",
        "monitor_public": "public" if public else "programme",
        "token": title,
    }
    return told | {f"monitor_{name}": text for name, text in more.items()}


def given(path: Path) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(path.name, path.read_bytes())


def offered(client: Client, title: str, listing: Path | None = None, **more: str) -> LocalMonitor:
    """A monitor that was offered with the form, with its list."""
    form: dict[str, object] = dict(described(title, **more))
    if listing is not None:
        form["file"] = given(listing)
    reply = client.post(f"{_DESK}/nieuw", form)
    assert reply.status_code == 302, reply.content.decode()
    return LocalMonitor.objects.get(title=title)


@pytest.fixture
def keeper(people: Area) -> Client:
    """The browser of who keeps the picture."""
    return let_in(people.keeper)


@pytest.fixture
def directory(keeper: Client, shared: Path) -> LocalMonitor:
    """The real list of waarstaatjegemeente.nl."""
    return offered(keeper, "waarstaatjegemeente.nl", shared / WSJG)


def test_the_real_list_is_a_directory_of_523_with_its_contradictions(
    directory: LocalMonitor, keeper: Client
) -> None:
    rows = directory.indicators
    assert directory.directory and rows.count() == 523
    flawed = {each.code for each in rows.all() if "opposite" in dict(each.flaws)}
    assert flawed == {"wl05_rv", "wl06_rv", "zw04"}
    named = {each.code: each.indicator for each in rows.exclude(indicator="")}
    assert named["zw06_3"] == "vrijwilligerswerk" and named["zw00"] == "tevredenheid_leven"
    assert not rows.exclude(match=Match.UNDECIDED).exists(), "a person decides"
    page = keeper.get(f"/lokaal/monitor/{directory.pk}").content.decode()
    assert "523 indicatoren" in page and "De naam zegt het omgekeerde" in page
    places = keeper.get("/lokaal/wegwijzer").content.decode()
    assert "waarstaatjegemeente.nl" in places
    assert f"/lokaal/monitor/{directory.pk}" in places
    english = keeper.get(f"/en/lokaal/monitor/{directory.pk}").content.decode()
    assert "523 indicators" in english


def test_what_contradicts_itself_is_never_the_same(directory: LocalMonitor, keeper: Client) -> None:
    row = directory.indicators.get(code="wl05_rv")
    address = f"{_DESK}/{directory.pk}/indicator/{row.pk}"
    page = keeper.get(address).content.decode()
    nation = re.search(r'<option value="([a-z_]+)"', page)
    assert nation
    form = {"match_kind": "same", "match_indicator": nation[1], "based_on": directory.revision}
    reply = keeper.post(address, form)
    assert reply.status_code == 400
    told = reply.content.decode()
    assert "Dit kan niet “dezelfde” zijn" in told
    assert "Naam en beschrijving spreken elkaar tegen" in told
    assert keeper.post(address, form | {"match_kind": "direction"}).status_code == 302
    row.refresh_from_db()
    assert (row.match, row.indicator) == ("direction", nation[1])


def test_a_same_list_again_keeps_what_was_decided(
    directory: LocalMonitor, keeper: Client, shared: Path
) -> None:
    row = directory.indicators.get(code="wl05_rv")
    MonitorIndicator.objects.filter(pk=row.pk).update(match=Match.OTHER)
    form = described(directory.title) | {"based_on": str(directory.revision)}
    reply = keeper.post(f"{_DESK}/{directory.pk}/wijzigen", {**form, "file": given(shared / WSJG)})
    assert reply.status_code == 302
    again = directory.indicators.get(code="wl05_rv")
    assert (again.pk, again.match) == (row.pk, "other")
    assert directory.indicators.count() == 523


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is leeg"),
        (b"code;naam\nA;Een\nA;Twee\n", "A"),
        (b"dit is geen lijst", "lijst.csv"),
        (b"PK\x03\x04 en dan niets", "lijst.csv"),
        ("naam;definitie\nEén;Hoe het gaat".encode("utf-16"), "lijst.csv"),
    ],
)
def test_a_list_that_cannot_be_read_stores_nothing(
    keeper: Client, content: bytes, told: str
) -> None:
    form: dict[str, object] = dict(described("Stuk"))
    reply = keeper.post(f"{_DESK}/nieuw", form | {"file": SimpleUploadedFile("lijst.csv", content)})
    if content.startswith(b"\xff\xfe"):  # that is a list, only written otherwise
        assert reply.status_code == 302
        assert LocalMonitor.objects.get().indicators.get().name == "Eén"
        return
    assert reply.status_code == 400
    page = reply.content.decode()
    assert told in page and "Traceback" not in page
    assert "Stuk" in page, "what was typed is still there"
    assert not LocalMonitor.objects.exists() and not MonitorIndicator.objects.exists()


def brought(client: Client, held: LocalMonitor, path: Path) -> str:
    """The address of the form of a file that was brought in."""
    reply = client.post(f"{_DESK}/{held.pk}/cijfers", {"file": given(path)})
    assert reply.status_code == 302, reply.content.decode()
    return str(reply["Location"])


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the largest form of a page."""
    form = max(re.findall(r"<form.*?</form>", page, re.DOTALL), key=len)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = value[1] if value else ""
    for name, body in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    for name, body in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = body
    return found


@pytest.fixture
def amsterdam(people: Area) -> Client:
    """The browser of somebody of the municipality whose file it is."""
    return let_in(local_room.reporter("GM0363"))


def test_the_real_extract_of_amsterdam_is_read_by_direction(
    amsterdam: Client, shared: Path
) -> None:
    local = shared / "data" / "local"
    held = offered(amsterdam, "BBGA", local / "amsterdam_bbga_metadata.csv")
    assert held.indicators.count() == 792
    address = brought(amsterdam, held, local / "amsterdam_bbga_testuittreksel.csv")
    for _ in range(3):
        page = amsterdam.get(address).content.decode()
        told = fields(page)
        for name in told:
            text = told.get(f"{name}-text")
            if text == "STAD":
                told[name] = "GM0363"
        reply = amsterdam.post(address, told | {"take": "1"})
        if reply.status_code == 302 and "#cijfers" in reply["Location"]:
            break
    else:
        pytest.fail(amsterdam.get(address).content.decode()[:6000])
    series = LocalSeries.objects.filter(indicator__monitor=held)
    assert {each.region for each in series} == {"GM0363"}
    assert {len(each.points) for each in series} == {4, 12}
    assert {each.trend for each in series} >= {"fallen"}
    desk = amsterdam.get(f"{_DESK}/{held.pk}").content.decode()
    assert "Wat er is gemeten" in desk and "148.915" in desk


BRABANT = {"geeze_leende": "Heeze-Leende", "nuenen": "GM0820", "reusel": "Reusel-De Mierden"}
"""How the hand-typed file writes municipalities, and what a person says they are."""


def told_so_far(client: Client, address: str, names: dict[str, str]) -> dict[str, str]:
    """The form of a file as it stands, with what the texts in it mean."""
    told = fields(client.get(address).content.decode())
    for name, text in list(told.items()):
        if name.endswith("-text") and text in names:
            told[name.removesuffix("-text")] = names[text]
    return told


def loneliness(client: Client, **more: str) -> LocalMonitor:
    """A monitor with what the file of Brabant measures."""
    held = offered(client, "Eenzaamheid", groups="19 t/m 64\n65+", **more)
    for code in ("eenzaam", "sterkeenzaam"):
        held.refresh_from_db()
        form = {
            "measure_code": code,
            "measure_name": f"Is {code}",
            "measure_unit": "%",
            "based_on": held.revision,
        }
        assert client.post(f"{_DESK}/{held.pk}/indicator", form).status_code == 302
    return held


def test_the_hand_typed_file_of_brabant_is_one_measurement(people: Area, shared: Path) -> None:
    client = let_in(local_room.reporter("GG5608"))
    held = loneliness(client)
    address = brought(client, held, shared / "data" / "local" / "eenzaamheid_brabant.csv")
    told = told_so_far(client, address, BRABANT)
    half = client.post(address, told | {"take": "1"})
    assert half.status_code == 400 and not LocalSeries.objects.exists()
    assert "Periode" in half.content.decode()
    told = told_so_far(client, address, BRABANT) | {"fixed-period": "2020", "take": "1"}
    reply = client.post(address, told)
    assert reply.status_code == 302, reply.content.decode()
    found = LocalSeries.objects.filter(indicator__monitor=held)
    assert found.count() == 84 and len({each.region for each in found}) == 21
    assert {(each.trend, each.reason) for each in found} == {("not_testable", "one_measurement")}
    asten = found.get(region="GM0743", indicator__code="eenzaam", group="eigen:19_t_m_64")
    assert asten.points == [["2020JJ00", 39.0]]
    assert client.get(address).status_code == 404, "the file is not kept"
    row = held.indicators.get(code="eenzaam")
    held.refresh_from_db()
    same = {"match_kind": "same", "match_indicator": "eenzaam", "based_on": held.revision}
    refused = client.post(f"{_DESK}/{held.pk}/indicator/{row.pk}", same)
    assert "niet bij wat er precies wordt gemeten" in refused.content.decode()
    client.post(f"{_DESK}/{held.pk}/indicator/{row.pk}", same | {"match_kind": "direction"})
    row.refresh_from_db()
    assert row.match == "direction"
    reader = Client(HTTP_HOST="127.0.0.1")
    asked = "/api/v1/local-series?indicator=eenzaam&region=GM0743"
    told = reader.get(asked).json()["localSeries"]
    assert [(each["value"], each["match"], each["reason"]) for each in told] == [
        (39.0, "direction", "one_measurement"),
        (44.0, "direction", "one_measurement"),
    ]
    page = reader.get("/lokaal").content.decode()
    assert "één meting: er is niets om mee te vergelijken" in page
    assert "alleen de richting is vergelijkbaar" in page


def test_a_workbook_of_the_statistics_office_is_brought_in_by_who_keeps_the_picture(
    keeper: Client, shared: Path
) -> None:
    held = offered(keeper, "Maatwerk")
    form = {"measure_code": "JV", "measure_name": "Jongvolwassenen", "measure_unit": "aantal"}
    keeper.post(f"{_DESK}/{held.pk}/indicator", form | {"based_on": str(held.revision)})
    name = "cbs_maatwerk_jongvolwassenen_ggd_gemeente_2024.xlsx"
    address = brought(keeper, held, shared / "data" / "local" / name)
    page = keeper.get(address).content.decode()
    assert "Toelichting" in page, "its sheets can be chosen"
    basis = fields(page)["basis"]
    assert keeper.post(address, {"basis": basis, "sheet": "Tabel2"}).status_code == 302
    told = told_so_far(keeper, address, {"": "ignore", "----": "ignore"})
    told |= {f"c{number}-is": "ignore" for number in range(2, 8)}
    told |= {"c8-indicator": "jv", "fixed-period": "2024", "take": "1"}
    reply = keeper.post(address, told)
    assert reply.status_code == 302, re.sub(r"<[^>]+>", " ", reply.content.decode())[:3000]
    found = LocalSeries.objects.filter(indicator__monitor=held)
    assert found.count() > 300 and {each.reason for each in found} == {"one_measurement"}
    assert found.get(region="GM1680").points[0][0] == "2024JJ00"


def test_figures_of_another_municipality_are_refused(amsterdam: Client, shared: Path) -> None:
    held = loneliness(amsterdam)
    address = brought(amsterdam, held, shared / "data" / "local" / "eenzaamheid_brabant.csv")
    told = told_so_far(amsterdam, address, BRABANT) | {"fixed-period": "2020", "take": "1"}
    reply = amsterdam.post(address, told)
    assert reply.status_code == 400
    assert "GM0743" in reply.content.decode()
    assert not LocalSeries.objects.exists()


def test_nobody_changes_the_monitor_of_another(
    people: Area, amsterdam: Client, keeper: Client
) -> None:
    held = loneliness(amsterdam, definition="Eenzaamheid")
    other = let_in(people.towns[0])
    row = held.indicators.first()
    assert row is not None
    held.refresh_from_db()
    pages = ("", "/wijzigen", "/cijfers", "/indicator", f"/indicator/{row.pk}")
    for page in pages:
        assert other.get(f"{_DESK}/{held.pk}{page}").status_code == 404, page
    taken = {"based_on": held.revision}
    assert other.post(f"{_DESK}/{held.pk}/terugnemen", taken).status_code == 404
    # who keeps the picture reads it and says what it is beside the nation, and changes nothing
    assert keeper.get(f"{_DESK}/{held.pk}").status_code == 200
    assert keeper.get(f"{_DESK}/{held.pk}/wijzigen").status_code == 404
    assert keeper.get(f"{_DESK}/{held.pk}/cijfers").status_code == 404
    matched = {"match_kind": "other", "based_on": held.revision}
    assert keeper.post(f"{_DESK}/{held.pk}/indicator/{row.pk}", matched).status_code == 302
    assert Client(HTTP_HOST="127.0.0.1").get(f"/lokaal/monitor/{held.pk}").status_code == 200
    held.refresh_from_db()
    taken = {"based_on": held.revision}
    assert amsterdam.post(f"{_DESK}/{held.pk}/terugnemen", taken).status_code == 302
    assert Client(HTTP_HOST="127.0.0.1").get(f"/lokaal/monitor/{held.pk}").status_code == 404


def test_a_private_monitor_is_for_the_programme_alone(amsterdam: Client) -> None:
    amsterdam.post(f"{_DESK}/nieuw", described("Alleen intern", public=False))
    held = LocalMonitor.objects.get()
    reader = Client(HTTP_HOST="127.0.0.1")
    assert reader.get(f"/lokaal/monitor/{held.pk}").status_code == 404
    assert "Alleen intern" not in reader.get("/lokaal/wegwijzer").content.decode()
    assert "Alleen intern" in amsterdam.get(_DESK).content.decode()
