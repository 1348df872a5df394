"""Changing declarations: checked, seen, accepted, kept; of two at once nobody loses a word."""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.catalogue import check_monitor, read_monitor
from duidelijk.foundation.home import Home
from duidelijk.web.audit.models import Event
from duidelijk.web.declaring import saving
from duidelijk.web.declaring.models import DeclarationVersion
from duidelijk.web.editorial.desk import monitor_in_force
from sent_form import Form, accepted

Somebody = Callable[..., Client]
BASE = "/werkplek/declaraties"
STRESS = f"{BASE}/indicator/stress"


def changed_lines(before: str, after: str) -> list[str]:
    told = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in told if line[:1] in "+-"]


def test_a_change_is_seen_accepted_written_and_kept(ann: Client, home: Home) -> None:
    path = home.monitor / "indicators/stress.yaml"
    path.write_text(f"# van het onderzoek\n{path.read_text()}# einde\n")
    before = path.read_text()
    given = Form(ann.get(STRESS).content.decode()).given
    given["f.decimals"], given["f.title.en"] = ["2"], ["People under <stress>"]
    shown = ann.post(STRESS, {**given, "look": "1"})
    page = shown.content.decode()
    assert shown.status_code == 200 and path.read_text() == before
    assert "decimals: 1</del>" in page and "decimals: 2</ins>" in page
    assert "&lt;stress&gt;" in page and "<stress>" not in page
    answer = accepted(ann, STRESS, shown, "Bron geeft twee decimalen.")
    assert (answer.status_code, answer["Location"]) == (302, STRESS)
    assert changed_lines(before, path.read_text()) == [
        '-   en: "People under much stress"',
        '+   en: "People under <stress>"',
        "- decimals: 1",
        "+ decimals: 2",
    ]
    kept = DeclarationVersion.objects.get()
    assert (kept.before, kept.after) == (before, path.read_text())
    event = Event.objects.get(action="declared")
    assert event.subject == "indicators/stress.yaml" and event.actor.startswith("ann ")
    assert event.detail["reason"] == "Bron geeft twee decimalen."
    assert "+decimals: 2" in event.detail["difference"]
    assert monitor_in_force().indicators["stress"].decimals == 2


def test_every_process_sees_a_change_at_once(ann: Client, home: Home) -> None:
    script = (
        "import sys, django; django.setup()\n"
        "from duidelijk.web.editorial.desk import monitor_in_force\n"
        "from duidelijk.web.declaring.place import declared\n"
        "for _ in sys.stdin:\n"
        "    one = declared().find('indicator', 'stress').value['decimals']\n"
        "    print(monitor_in_force().indicators['stress'].decimals, one, flush=True)\n"
    )
    environment = {**os.environ, "DUIDELIJK_HOME": str(home.folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "duidelijk.web.settings"
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None and other.stdout is not None

        def asked() -> str:
            other.stdin.write("\n")  # type: ignore[union-attr]
            other.stdin.flush()  # type: ignore[union-attr]
            return other.stdout.readline().strip()  # type: ignore[union-attr]

        assert asked() == "1 1"
        given = Form(ann.get(STRESS).content.decode()).given
        shown = ann.post(STRESS, {**given, "f.decimals": "3", "look": "1"})
        accepted(ann, STRESS, shown)
        assert asked() == "3 3"
        other.stdin.close()


def test_without_a_reason_nothing_is_stored_and_nothing_lost(ann: Client, home: Home) -> None:
    before = (home.monitor / "indicators/stress.yaml").read_bytes()
    given = Form(ann.get(STRESS).content.decode()).given
    shown = ann.post(STRESS, {**given, "f.decimals": "2", "look": "1"})
    answer = accepted(ann, STRESS, shown, "  ")
    assert answer.status_code == 400 and "decimals: 2" in answer.content.decode()
    assert (home.monitor / "indicators/stress.yaml").read_bytes() == before
    answer = accepted(ann, STRESS, answer, "Nu wel.")
    assert answer.status_code == 302


def test_back_to_the_form_keeps_what_was_typed(ann: Client, home: Home) -> None:
    given = Form(ann.get(STRESS).content.decode()).given
    shown = ann.post(STRESS, {**given, "f.title.nl": "Getypt", "look": "1"})
    again = Form(shown.content.decode()).given
    page = ann.post(STRESS, {**again, "back": "1"}).content.decode()
    assert Form(page).given["f.title.nl"] == ["Getypt"]


@pytest.mark.parametrize(
    ("front", "told"),
    [("", ("9 is hoger dan 4", "onbekende bron")), ("/en", ("9 is above 4", "unknown source"))],
)
def test_problems_stand_beside_their_fields(
    front: str, told: tuple[str, str], ann: Client, home: Home
) -> None:
    before = (home.monitor / "indicators/stress.yaml").read_bytes()
    given = Form(ann.get(f"{front}{STRESS}").content.decode()).given
    wrong = {**given, "f.decimals": "9", "f.title.nl": "", "f.unit.en": "", "look": "1"}
    answer = ann.post(f"{front}{STRESS}", wrong)
    page = answer.content.decode()
    assert answer.status_code == 400
    beside = page.partition('id="veld-decimals-fout"')[2][:200]
    assert told[0] in beside
    assert 'id="veld-title-nl-fout"' in page and 'id="veld-unit-en-fout"' in page
    again = Form(page).given
    assert again["f.decimals"] == ["9"] and again["f.title.nl"] == [""]
    answer = ann.post(f"{front}{STRESS}", {**given, "f.source": "bestaatniet", "look": "1"})
    beside = answer.content.decode().partition('id="veld-source-fout"')[2][:200]
    assert answer.status_code == 400 and told[1] in beside.lower()
    assert (home.monitor / "indicators/stress.yaml").read_bytes() == before


def test_rows_come_and_go_without_script(ann: Client, home: Home) -> None:
    given = Form(ann.get(STRESS).content.decode()).given
    page = ann.post(STRESS, {**given, "add": "breaks"}).content.decode()
    given = Form(page).given
    assert given["n.breaks"] == ["1"] and given["o.breaks.0"] == [""]
    page = ann.post(STRESS, {**given, "add": "breaks"}).content.decode()
    given = Form(page).given
    given |= {"f.breaks.0.period": ["2030MM03"], "f.breaks.1.period": ["2030MM06"]}
    page = ann.post(STRESS, {**given, "drop": "breaks.0"}).content.decode()
    given = Form(page).given
    assert given["n.breaks"] == ["1"] and given["f.breaks.0.period"] == ["2030MM06"]
    given |= {"f.breaks.0.reason.nl": ["Anders gevraagd."], "f.breaks.0.reason.en": ["Asked else."]}
    page = ann.post(STRESS, {**given, "add": "breaks"}).content.decode()
    shown = ann.post(STRESS, {**Form(page).given, "look": "1"})
    assert accepted(ann, STRESS, shown).status_code == 302
    found = read_monitor(home.monitor).indicators["stress"].breaks
    assert [each.period for each in found] == ["2030MM06"], "an empty row is no break"


def test_taking_a_row_out_leaves_the_others_to_the_letter(ann: Client, corona: Home) -> None:
    path = corona.monitor / "indicators/werk_inkomen/werkloosheidspercentage.yaml"
    before = path.read_text()
    address = f"{BASE}/indicator/werkloosheidspercentage"
    given = Form(ann.get(address).content.decode()).given
    page = ann.post(address, {**given, "drop": "events.0"}).content.decode()
    shown = ann.post(address, {**Form(page).given, "look": "1"})
    assert accepted(ann, address, shown).status_code == 302
    told = changed_lines(before, path.read_text())
    assert all(line.startswith("- ") for line in told) and len(told) == 8
    assert "2020MM04" in told[0]


def test_what_has_no_form_is_typed_as_yaml(ann: Client, corona: Home) -> None:
    address = f"{BASE}/indicator/werkloosheidspercentage"
    given = Form(ann.get(address).content.decode()).given
    broken = {**given, "y.draw.0.where": "a: [", "look": "1"}
    answer = ann.post(address, broken)
    assert answer.status_code == 400
    assert Form(answer.content.decode()).given["y.draw.0.where"] == ["a: ["]
    text = 'Geslacht: "1"\r\nLeeftijd: "52052"'
    shown = ann.post(address, {**given, "y.draw.0.where": text, "look": "1"})
    assert accepted(ann, address, shown).status_code == 302
    path = corona.monitor / "indicators/werk_inkomen/werkloosheidspercentage.yaml"
    assert '    where: {Geslacht: "1", Leeftijd: "52052"}\n' in path.read_text()
    given = Form(ann.get(address).content.decode()).given
    for bomb in ("a: &a [x]\nb: *a", "!!python/object/apply:os.system [ls]", "[" * 3000):
        answer = ann.post(address, {**given, "y.draw.0.where": bomb, "look": "1"})
        assert answer.status_code == 400


def test_two_at_once_both_changes_stay(somebody: Somebody, home: Home) -> None:
    ann, ben = somebody("ann", "editor"), somebody("ben", "editor")
    mine = Form(ann.get(STRESS).content.decode()).given
    theirs = Form(ben.get(STRESS).content.decode()).given
    theirs |= {"f.decimals": ["2"], "f.title.nl": ["Van Ben"]}
    accepted(ben, STRESS, ben.post(STRESS, {**theirs, "look": "1"}))
    mine |= {"f.title.nl": ["Van Ann"], "f.reporting_delay": ["11"]}
    answer = ann.post(STRESS, {**mine, "look": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "ben heeft dit intussen gewijzigd" in page
    assert "<dd>Van Ben</dd>" in page
    both = Form(page).given
    assert both["f.title.nl"] == ["Van Ann"] and both["f.decimals"] == ["2"]
    assert both["f.reporting_delay"] == ["11"]
    shown = ann.post(STRESS, {**both, "look": "1"})
    assert accepted(ann, STRESS, shown).status_code == 302
    found = read_monitor(home.monitor).indicators["stress"]
    assert (found.title.nl, found.decimals, found.reporting_delay) == ("Van Ann", 2, 11)


def test_a_file_changed_outside_is_noticed_also_after_looking(ann: Client, home: Home) -> None:
    path = home.monitor / "indicators/stress.yaml"
    given = Form(ann.get(STRESS).content.decode()).given
    shown = ann.post(STRESS, {**given, "f.decimals": "2", "look": "1"})
    path.write_text(path.read_text().replace("reporting_delay: 10", "reporting_delay: 12"))
    answer = accepted(ann, STRESS, shown)
    assert answer.status_code == 409
    assert "buiten deze site om" in answer.content.decode()
    shown = ann.post(STRESS, {**Form(answer.content.decode()).given, "look": "1"})
    path.write_text(f"# een opmerking\n{path.read_text()}")  # says the same, so no conflict
    answer = accepted(ann, STRESS, shown)
    assert answer.status_code == 400 and "Kijk opnieuw" in answer.content.decode()
    assert accepted(ann, STRESS, answer).status_code == 302
    assert path.read_text().startswith("# een opmerking\n")
    assert "decimals: 2" in path.read_text() and "reporting_delay: 12" in path.read_text()


def test_a_thing_beside_another_that_changed_is_no_conflict(ann: Client, home: Home) -> None:
    address = f"{BASE}/thema/wonen"
    given = Form(ann.get(address).content.decode()).given
    path = home.monitor / "monitor.yaml"
    path.write_text(path.read_text().replace("Hoe houden mensen het vol?", "Hoe gaat het?"))
    shown = ann.post(address, {**given, "f.title.nl": "Huis", "look": "1"})
    assert accepted(ann, address, shown).status_code == 302
    assert "Hoe gaat het?" in path.read_text() and '"Huis"' in path.read_text()


def test_what_was_removed_meanwhile_can_be_put_back(ann: Client, home: Home) -> None:
    address = f"{BASE}/maatregel/noodverordening"
    given = Form(ann.get(address).content.decode()).given
    (home.monitor / "measures.yaml").write_text("measures: []\n")
    answer = ann.post(address, {**given, "f.title.nl": "Nieuw", "look": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "intussen verwijderd" in page
    shown = ann.post(address, {**Form(page).given, "look": "1"})
    assert accepted(ann, address, shown).status_code == 302
    assert [each.title.nl for each in read_monitor(home.monitor).measures] == ["Nieuw"]


def test_consequences_for_what_is_out(ann: Client, home: Home) -> None:
    given = Form(ann.get(STRESS).content.decode()).given
    page = ann.post(STRESS, {**given, "f.unit.nl": "procent", "look": "1"}).content.decode()
    assert "U verandert wat de cijfers betekenen (Eenheid)" in page and "2030-1" in page
    page = ann.post(STRESS, {**given, "f.decimals": "2", "look": "1"}).content.decode()
    assert "Let op" not in page
    page = ann.post(STRESS, {**given, "f.id": "spanning", "look": "1"}).content.decode()
    assert "heet dit ‘stress’" in page and "cijfers bewaard onder ‘stress’" in page
    page = ann.post(STRESS, {**given, "remove": "1"}).content.decode()
    assert "Daar blijft het staan" in page and "cijfers bewaard onder" in page
    plan = f"{BASE}/editie/2030-1"
    given = Form(ann.get(plan).content.decode()).given
    page = ann.post(plan, {**given, "f.title.nl": "anders", "look": "1"}).content.decode()
    assert "Editie 2030-1 is uitgegeven" in page
    whole = f"{BASE}/monitor/monitor"
    given = Form(ann.get(whole).content.decode()).given
    stops = {"f.ends.date": "2031-01-01", "f.ends.keep_until": "2041-01-01"}
    stops |= {"f.ends.note.nl": "Het stopt.", "f.ends.note.en": "It stops."}
    page = ann.post(whole, {**given, **stops, "look": "1"}).content.decode()
    assert "zien lezers meteen" in page


def test_what_is_said_of_when_a_change_counts_is_so(ann: Client, home: Home) -> None:
    given = Form(ann.get(STRESS).content.decode()).given
    shown = ann.post(STRESS, {**given, "f.title.nl": "Mensen met spanning", "look": "1"})
    accepted(ann, STRESS, shown)
    page = ann.get(STRESS).content.decode()
    assert "In de werkplek geldt de wijziging meteen" in page
    assert "Lezers zien haar vanaf de volgende editie" in page
    assert "Mensen met spanning" in ann.get("/werkplek/gegevens/invoer").content.decode()
    assert "Mensen met spanning" not in Client().get("/indicator/stress").content.decode()


def test_an_indicator_gets_another_key_and_file(ann: Client, home: Home) -> None:
    given = Form(ann.get(STRESS).content.decode()).given
    shown = ann.post(STRESS, {**given, "f.id": "spanning", "look": "1"})
    answer = accepted(ann, STRESS, shown)
    assert answer["Location"] == f"{BASE}/indicator/spanning"
    assert not (home.monitor / "indicators/stress.yaml").exists()
    assert check_monitor(home.monitor) == []
    taken = ann.post(answer["Location"], {**given, "f.id": "evacuees", "look": "1"})
    assert taken.status_code in (400, 409)
    assert (home.monitor / "indicators/evacuees.yaml").read_text().startswith("id: evacuees")


def test_removing_what_others_name_is_refused(ann: Client, home: Home) -> None:
    address = f"{BASE}/bron/verzonnen"
    given = Form(ann.get(address).content.decode()).given
    answer = ann.post(address, {**given, "remove": "1"})
    assert answer.status_code == 400 and "onbekende bron" in answer.content.decode()
    address = f"{BASE}/maatregel/noodverordening"
    given = Form(ann.get(address).content.decode()).given
    shown = ann.post(address, {**given, "remove": "1"})
    assert accepted(ann, address, shown)["Location"] == BASE
    assert read_monitor(home.monitor).measures == ()


def test_an_earlier_version_is_looked_at_and_put_back(ann: Client, home: Home) -> None:
    path = home.monitor / "indicators/stress.yaml"
    before = path.read_bytes()
    given = Form(ann.get(STRESS).content.decode()).given
    accepted(ann, STRESS, ann.post(STRESS, {**given, "f.decimals": "2", "look": "1"}), "Twee.")
    kept = DeclarationVersion.objects.get()
    page = ann.get(f"{BASE}/versie/{kept.pk}").content.decode()
    assert "Twee." in page and "decimals: 2</ins>" in page
    address = f"{BASE}/bestand/indicators/stress.yaml"
    form = Form(ann.get(f"{address}?versie={kept.pk}&kant=voor").content.decode()).given
    assert accepted(ann, address, ann.post(address, {**form, "look": "1"})).status_code == 302
    assert path.read_bytes() == before
    assert DeclarationVersion.objects.count() == 2


def test_a_removed_indicator_comes_back_from_its_version(ann: Client, home: Home) -> None:
    path = home.monitor / "indicators/stress.yaml"
    before = path.read_bytes()
    given = Form(ann.get(STRESS).content.decode()).given
    accepted(ann, STRESS, ann.post(STRESS, {**given, "remove": "1"}))
    assert not path.exists() and ann.get(STRESS).status_code == 404
    kept = DeclarationVersion.objects.get()
    address = f"{BASE}/bestand/indicators/stress.yaml"
    form = Form(ann.get(f"{address}?versie={kept.pk}&kant=voor").content.decode()).given
    assert accepted(ann, address, ann.post(address, {**form, "look": "1"})).status_code == 302
    assert path.read_bytes() == before


def test_a_file_as_text_is_checked_and_conflicts_are_shown(ann: Client, home: Home) -> None:
    address, path = f"{BASE}/bestand/sources.yaml", home.monitor / "sources.yaml"
    before = path.read_text()
    form = Form(ann.get(address).content.decode()).given
    answer = ann.post(address, {**form, "text": "sources: [", "look": "1"})
    assert answer.status_code == 400 and "is geen YAML" in answer.content.decode()
    path.write_text(before.replace("CC0", "CC BY 4.0"))
    mine = {**form, "text": before.replace("Verzonnen bron", "Mijn bron")}
    answer = ann.post(address, {**mine, "look": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "CC BY 4.0" in page
    assert "Mijn bron" in Form(page).given["text"][0]
    shown = ann.post(address, {**Form(page).given, "look": "1"})
    assert accepted(ann, address, shown).status_code == 302
    assert "Mijn bron" in path.read_text()


def test_one_of_two_broken_files_can_be_mended(ann: Client, home: Home) -> None:
    sources, stress = home.monitor / "sources.yaml", home.monitor / "indicators/stress.yaml"
    whole = stress.read_text()
    sources.write_text(f"{sources.read_text()}    fout: ja\n")
    stress.write_text(whole.replace("decimals: 1", "decimals: 8"))
    page = ann.get(BASE).content.decode()
    assert "sources.yaml:7" in page and "8 is hoger dan 4" in page
    address = f"{BASE}/bestand/indicators/stress.yaml"
    form = Form(ann.get(address).content.decode()).given
    shown = ann.post(address, {**form, "text": whole, "look": "1"})
    assert "elders al niet in orde" in shown.content.decode()
    assert accepted(ann, address, shown).status_code == 302
    assert stress.read_text() == whole


def test_a_full_disk_leaves_everything_as_it_was(
    somebody: Somebody, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home.monitor / "indicators/stress.yaml"
    before = path.read_bytes()
    ann = somebody("ann", "editor")
    given = Form(ann.get(STRESS).content.decode()).given
    shown = ann.post(STRESS, {**given, "f.decimals": "2", "look": "1"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "write_whole", full)
    answer = accepted(ann, STRESS, shown)
    assert answer.status_code == 409 and "Er is niets opgeslagen" in answer.content.decode()
    assert Form(answer.content.decode()).given["f.decimals"] == ["2"]
    assert path.read_bytes() == before
    assert not DeclarationVersion.objects.exists()
    assert not Event.objects.filter(action="declared").exists()


_SAVING = """
import sys, django
django.setup()
from duidelijk.web.operations.recording import prepare_database
prepare_database()
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.declaring.changes import Change
from duidelijk.web.declaring.place import content_of
from duidelijk.web.declaring.saving import save
vng, _ = Organisation.objects.get_or_create(name="VNG", kind="association")
ann, _ = User.objects.get_or_create(email="a@example.nl", defaults={"organisation": vng})
name = "indicators/stress.yaml"
print("ready", flush=True)
while True:
    before = content_of(name)
    new = {b"decimals: 1": b"decimals: 2", b"decimals: 2": b"decimals: 1"}
    old = b"decimals: 1" if b"decimals: 1" in before else b"decimals: 2"
    save([Change(name, before, before.replace(old, new[old]))], ann, "Heen en weer.")
    print("saved", flush=True)
"""


def test_whoever_is_killed_while_saving_leaves_the_old_or_the_new(home: Home) -> None:
    path = home.monitor / "indicators/stress.yaml"
    one = path.read_bytes()
    whole = {one, one.replace(b"decimals: 1", b"decimals: 2")}
    environment = {**os.environ, "DUIDELIJK_HOME": str(home.folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "duidelijk.web.settings"
    for wait in (0.0, 0.013, 0.04, 0.09):
        with subprocess.Popen(
            [sys.executable, "-c", _SAVING], env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert [process.stdout.readline().strip() for _ in range(2)] == ["ready", "saved"]
            time.sleep(wait)
            process.kill()
        assert path.read_bytes() in whole
        assert check_monitor(home.monitor) == []
    assert len(list(path.parent.glob(".unfinished-*"))) <= 1, "the next one sweeps"


NEW = {
    "indicator": {
        "f.theme": "welzijn",
        "f.kind": "percent",
        "f.decimals": "1",
        "f.polarity": "no_judgement",
        "f.uncertainty": "unknown",
        "f.frequency": "month",
        "f.reporting_delay": "20",
        "f.source": "verzonnen",
        "f.status": "planned",
        "f.region_levels": "country",
        **{
            f"f.{key}.{language}": f"{key}: {language}"
            for key in ("title", "question", "definition", "population", "unit", "limitations")
            for language in ("nl", "en")
        },
    },
    "thema": {
        f"f.{key}.{language}": f"{key} {language}"
        for key in ("title", "question")
        for language in ("nl", "en")
    },
    "bron": {"f.title": "Nieuwe bron", "f.kind": "institute", "f.licence": "CC0"},
    "maatregel": {
        "f.title.nl": "Regel",
        "f.title.en": "Rule",
        "f.kind": "other",
        "f.from": "2029-12-01",
    },
    "doelgroep": {"f.title.nl": "Ouderen", "f.title.en": "Older people"},
    "begrip": {
        f"f.{key}.{language}": f"{key} {language}"
        for key in ("term", "meaning")
        for language in ("nl", "en")
    },
    "tabel": {
        "f.source": "verzonnen",
        "f.protocol": "odata4",
        "f.address": "https://example.nl/tabel",
    },
}


@pytest.mark.parametrize("kind", NEW)
def test_something_new_from_an_empty_form(kind: str, ann: Client, home: Home) -> None:
    address = f"{BASE}/nieuw/{kind}"
    empty = Form(ann.get(address).content.decode()).given
    answer = ann.post(address, {**empty, "look": "1"})
    assert answer.status_code == 400 and "Vul dit in" in answer.content.decode()
    given = {**Form(answer.content.decode()).given, "f.id": "nieuwe", **NEW[kind]}
    shown = ann.post(address, {**given, "look": "1"})
    assert shown.status_code == 200, shown.content.decode()
    answer = accepted(ann, address, shown)
    assert answer["Location"] == f"{BASE}/{kind}/nieuwe"
    assert check_monitor(home.monitor) == []
    assert ann.get(answer["Location"]).status_code == 200
    again = ann.post(address, {**given, "look": "1"})
    assert again.status_code == 400, "a key stands once"


def test_new_things_go_where_the_monitor_has_them(ann: Client, corona: Home, home: Home) -> None:
    from duidelijk.web.declaring.changing import new_file
    from duidelijk.web.declaring.place import declared

    assert new_file(declared(), {"id": "x", "theme": "wonen"}) == "indicators/x.yaml"
    shutil.rmtree(home.monitor)
    shutil.copytree(corona.monitor, home.monitor)
    place = new_file(declared(), {"id": "x", "theme": "gedrag"})
    assert place == "indicators/gedrag/x.yaml"
    assert new_file(declared(), {"id": "x", "context": True}) == "indicators/context/x.yaml"
    for hostile in ("../x", "a/b", "x\n", "", 3, None):
        assert new_file(declared(), {"id": hostile, "theme": "../../etc"}).startswith("indicators/")
        assert ".." not in new_file(declared(), {"id": hostile, "theme": "../../etc"})


def test_measures_stand_oldest_first(ann: Client, home: Home) -> None:
    address = f"{BASE}/nieuw/maatregel"
    given = {**Form(ann.get(address).content.decode()).given, "f.id": "nieuwe", **NEW["maatregel"]}
    accepted(ann, address, ann.post(address, {**given, "look": "1"}))
    found = [each.id for each in read_monitor(home.monitor).measures]
    assert found == ["nieuwe", "noodverordening"]
