"""Importing a file: proposed, settled, stored once, known the next time; or refused whole."""

from __future__ import annotations

import dataclasses
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from duidelijk.catalogue import read_monitor
from duidelijk.cli.importing import import_file
from duidelijk.cli.monitors import new_monitor_folder, shipped_monitor
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused
from duidelijk.sources.by_hand import template, template_sheet
from duidelijk.sources.importing.offering import Given
from duidelijk.sources.sheets.mapping import Details

TOLD = Details(
    source="verzonnen",
    title="Stress per provincie",
    address="https://example.org/stress",
    licence="CC0",
    published="2031-02",
)
FILE = """\
Stress per provincie, 2030;;;
Provincie;18-34;Totaal;Opmerking
Groningen;13,1;12,8;=cmd()
Utrecht;x;9,4;
Noord-Brabant;.;10,2;
Bron: verzonnen;;;
"""
SETTLED = """\
header_rows: [2]
decimal: ","
footer: [Bron]
missing: {x: withheld, ".": not_delivered}
region_level: province
fixed: {period: 2030JJ00, indicator: stress}
headings: [{row: 2, is: group}]
names: {group: {Totaal: total, 18-34: "leeftijd:18-34"}}
columns:
  - {column: A, title: Provincie, is: region}
  - {column: B-C, is: value}
  - {column: D, is: note}
"""


class Imports:
    """A home with the starting monitor, and what the command told last."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, Home(folder / "home")
        self.monitor = folder / "monitor"
        new_monitor_folder(self.monitor)
        self.told: list[str] = []

    def file(self, name: str = "Stress 2030.csv", content: str = FILE) -> Path:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return path

    def mapping(self, text: str = SETTLED, name: str = "stress.yaml") -> Path:
        return self.file(name, text)

    def run(self, file: Path, **given: object) -> str:
        """What the command tells. Raises ``Refused`` as the command does."""
        self.told = []
        wanted = Given(self.monitor, **given)  # type: ignore[arg-type]
        import_file(self.home, file, wanted, self.told.append)
        return "\n".join(self.told)

    def refused(self, file: Path, **given: object) -> str:
        before = self.stored()
        with pytest.raises(Refused) as refused:
            self.run(file, **given)
        assert self.stored() == before, "a refusal stored something"
        return str(refused.value)

    def stored(self) -> list[tuple[object, ...]]:
        columns = ("indicator", "region", "group", "period", "value", "missing", "release")
        return FigureStore(self.home.figures).figures().select(columns).rows()

    def kept(self) -> list[str]:
        return sorted(path.name for path in self.home.mappings.glob("*"))


@pytest.fixture
def imports(tmp_path: Path) -> Imports:
    return Imports(tmp_path)


# --- from unknown to known


def test_an_unknown_file_is_proposed_settled_stored_and_known_the_next_time(
    imports: Imports,
) -> None:
    file = imports.file()
    refusal = imports.refused(file)
    told = "\n".join(imports.told)
    assert "headings on row 2, figures on row 3 to 5" in told
    assert "column A “Provincie” is region: 3 of 3 texts are regions (province)" in told
    assert "? “x” where there is no number (once): withheld, or ignore" in told
    assert "The first figures:" in told
    assert "PV20" in told
    proposal = imports.home.mappings / "stress-2030.proposed.yaml"
    assert f"{proposal}: holds a proposal with" in refusal
    assert f"--mapping {proposal}" in refusal

    text = proposal.read_text(encoding="utf-8")
    assert text.startswith("# Proposed for Stress 2030.csv.")
    text = text.replace('x: "?"', "x: withheld").replace('".": "?"', '".": not_delivered')
    text = text.replace('indicator: "?"', "indicator: stress").replace('"?"', "2030JJ00", 1)
    proposal.write_text(text.replace('is: "?"', "is: note"), encoding="utf-8")
    assert imports.run(file, mapping=proposal, details=TOLD).splitlines()[-2:] == [
        "6 figures added from 1 release(s): verzonnen-stress-2030-2031-02",
        f"The mapping is kept for the next file of this sort: "
        f"{imports.home.mappings / 'stress-2030.yaml'}",
    ]
    assert imports.kept() == ["stress-2030.yaml"]
    assert ("stress", "PV20", "leeftijd:18-34", "2030JJ00", 13.1, None) in [
        row[:6] for row in imports.stored()
    ]

    later = imports.file("next.csv", FILE.replace("12,8", "12,9").replace("2030", "2031"))
    asked = imports.refused(later)
    assert "--period: the period of this file is not told" in asked
    assert "--published: the date of the publication is not told" in asked
    assert "--source" not in asked, "who publishes it is kept"
    details = dataclasses.replace(TOLD, published="2032-01-31")
    told = imports.run(later, details=details, period="2031JJ00")
    assert "next.csv is read by mappings/stress-2030.yaml" in told
    assert "6 figures added" in told
    assert len(imports.stored()) == 12


def test_a_mapping_in_the_home_is_named_without_its_folder(imports: Imports) -> None:
    file, mapping = imports.file(), imports.mapping()
    imports.home.mappings.mkdir(parents=True)
    mapping.rename(imports.home.mappings / "mine.yaml")
    told = imports.run(file, mapping=Path("mine.yaml"), details=TOLD)
    assert "6 figures added" in told


def test_the_next_command_names_the_monitor_that_was_named(imports: Imports) -> None:
    refusal = imports.refused(imports.file())
    assert f"--monitor {imports.monitor}" in refusal
    again = imports.refused(imports.file(name="other.csv"), dry_run=True)
    assert "without --dry-run the proposal is written down" in again


def test_the_same_file_again_does_no_harm(imports: Imports) -> None:
    file, mapping = imports.file(), imports.mapping()
    imports.run(file, mapping=mapping, details=TOLD)
    before = imports.stored()
    assert "Nothing new" in imports.run(file, mapping=mapping, details=TOLD)
    assert imports.stored() == before


def test_other_figures_under_the_same_key_are_refused_with_what_to_do(imports: Imports) -> None:
    mapping = imports.mapping()
    imports.run(imports.file(), mapping=mapping, details=TOLD)
    changed = imports.file(content=FILE.replace("12,8", "12,9"))
    refusal = imports.refused(changed, mapping=mapping, details=TOLD)
    assert "is stored already, with other content" in refusal
    assert "give it a key of its own: --key" in refusal
    own = dataclasses.replace(TOLD, id="correctie")
    assert "1 revised, 5 same" in imports.run(changed, mapping=mapping, details=own)


def test_a_dry_run_tells_everything_and_stores_nothing(imports: Imports) -> None:
    file, mapping = imports.file(), imports.mapping()
    told = imports.run(file, mapping=mapping, details=TOLD, dry_run=True)
    assert "  stress: 6 figures, 2030JJ00 (6 province)" in told
    assert "  stress     PV26    2030JJ00  leeftijd:18-34  withheld" in told
    assert "Held against what is stored: 6 new" in told
    assert "dry run: nothing was stored" in told
    assert imports.stored() == [] and imports.kept() == []
    assert "nobody has confirmed" in imports.refused(file, dry_run=True)
    assert imports.kept() == []


def test_a_dry_run_shows_figures_and_problems_together(imports: Imports) -> None:
    file = imports.file(content=FILE.replace("Utrecht", "Uitrecht").replace("12,8", "812"))
    refusal = imports.refused(file, mapping=imports.mapping(), details=TOLD, dry_run=True)
    assert "The first figures:" in imports.told
    assert "Stress 2030.csv:4: unknown region “Uitrecht” in column A → did you mean" in refusal
    good = imports.file(content=FILE.replace("12,8", "812"))
    refusal = imports.refused(good, mapping=imports.mapping(), details=TOLD, dry_run=True)
    assert "Stress 2030.csv:3: 812.0 is outside the bounds of stress" in refusal


def test_a_proposal_that_somebody_worked_on_is_never_overwritten(imports: Imports) -> None:
    file = imports.file()
    imports.refused(file)
    imports.refused(file)  # untouched: it is simply proposed again
    (proposal,) = imports.home.mappings.glob("*.proposed.yaml")
    proposal.write_text("# my work\n", encoding="utf-8")
    assert "somebody changed it" in imports.refused(file)
    assert proposal.read_text(encoding="utf-8") == "# my work\n"


def test_what_is_missing_of_the_publication_is_asked_all_at_once(imports: Imports) -> None:
    refusal = imports.refused(imports.file(), mapping=imports.mapping())
    for option in ("--source", "--title", "--address", "--licence", "--published"):
        assert f"\n  {option}: " in refusal
    wrong = Details(source="verzonne", title="T", address="example.org", published="maart")
    refusal = imports.refused(imports.file(), mapping=imports.mapping(), details=wrong)
    assert "unknown source “verzonne” → did you mean verzonnen?" in refusal
    assert "“example.org” is no web address" in refusal
    assert "“maart” is not a date" in refusal


def test_a_mapping_may_tell_the_publication_itself(imports: Imports) -> None:
    release = (
        "release: {source: verzonnen, title: T, address: 'https://example.org/', "
        "published: 2031-02-28, publisher: Iemand, basis: op de voorkant}\n"
    )
    imports.run(imports.file(), mapping=imports.mapping(SETTLED + release))
    (stored,) = FigureStore(imports.home.figures).releases().values()
    assert (stored.publisher, stored.licence, stored.basis) == ("Iemand", "CC0", "op de voorkant")
    assert stored.published.isoformat() == "2031-02-28" and stored.precision == "day"
    kept = (imports.home.mappings / "stress.yaml").read_text(encoding="utf-8")
    assert "title: T" in kept and "published" not in kept and "period: given" in kept


def test_a_month_is_its_last_day(imports: Imports) -> None:
    imports.run(imports.file(), mapping=imports.mapping(), details=TOLD)
    (stored,) = FigureStore(imports.home.figures).releases().values()
    assert (stored.published.isoformat(), stored.precision) == ("2031-02-28", "month")


def test_a_mapping_that_is_kept_for_another_sort_of_file_is_not_overwritten(
    imports: Imports,
) -> None:
    imports.run(imports.file(), mapping=imports.mapping(), details=TOLD)
    other = imports.file("other.csv", FILE.replace("Provincie", "Provincienaam"))
    mapping = imports.mapping(SETTLED.replace("Provincie", "Provincienaam"))
    refusal = imports.refused(other, mapping=mapping, details=TOLD)
    assert "mappings/stress.yaml: is there already, for another sort of file" in refusal


def test_two_mappings_that_fit_are_not_chosen_between(imports: Imports) -> None:
    file = imports.file()
    imports.run(file, mapping=imports.mapping(), details=TOLD)
    again = imports.mapping(name="again.yaml")
    imports.run(file, mapping=again, details=dataclasses.replace(TOLD, id="x"))
    refusal = imports.refused(file, details=TOLD, period="2030JJ00")
    assert "fits several mappings: again.yaml, stress.yaml → give one: --mapping" in refusal


def test_figures_that_come_to_nothing_are_refused(imports: Imports) -> None:
    mapping = imports.mapping(
        SETTLED.replace("total,", "ignore,").replace('"leeftijd:18-34"', "ignore")
    )
    refusal = imports.refused(imports.file(), mapping=mapping, details=TOLD)
    assert "gives no figure; left out: 6 names that the mapping ignores" in refusal


def test_all_figures_or_none(imports: Imports) -> None:
    file = imports.file(content=FILE.replace("10,2", "tien"))
    refusal = imports.refused(file, mapping=imports.mapping(), details=TOLD)
    assert "Stress 2030.csv:5: “tien” is not a number in column C" in refusal
    assert imports.stored() == [] and imports.kept() == []


def test_what_looks_wrong_is_told_and_stored_all_the_same(
    imports: Imports, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = imports.mapping()
    imports.run(imports.file(), mapping=mapping, details=TOLD)
    slipped = imports.file(content=FILE.replace("12,8", "0,128"))
    details = dataclasses.replace(TOLD, published="2031-03-01")
    told = imports.run(slipped, mapping=mapping, details=details)
    assert "Look at what may be wrong" in told
    assert "1/100 of" in capsys.readouterr().err
    assert "figures added" in told


# --- other ways in


def test_our_own_tidy_shape_with_its_releases(imports: Imports) -> None:
    figures, releases = (imports.monitor / "figures" / f"{x}.csv" for x in ("figures", "releases"))
    told = imports.run(figures, releases=releases)
    assert "155 figures added from 4 release(s)" in told
    assert "Nothing new" in imports.run(figures, releases=releases)
    assert "give --releases" in imports.refused(figures)


def test_a_tidy_file_with_a_wrong_row_is_refused_with_its_line(imports: Imports) -> None:
    releases = imports.monitor / "figures" / "releases.csv"
    release = releases.read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    bad = imports.file(
        "bad.csv", f"indicator,region,period,value,release\nstres,NL01,2030JJ00,1,{release}\n"
    )
    refusal = imports.refused(bad, releases=releases)
    assert "bad.csv:2: unknown indicator “stres” → did you mean stress?" in refusal


def test_a_file_that_is_not_there_is_refused(imports: Imports) -> None:
    assert "is not there" in imports.refused(imports.folder / "none.csv")


def test_an_excel_file_goes_the_same_way(imports: Imports) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Zie tabel 1"])
    table = book.create_sheet("Tabel 1")
    for row in (["Titel"], ["Provincie", "18-34", "Totaal", ""], ["Utrecht", 13.1, 12.8, "+1"]):
        table.append(row)
    book.save(imports.folder / "stress.xlsx")
    file = imports.folder / "stress.xlsx"
    imports.refused(file)
    assert any("not looked at: sheet “Sheet”" in line for line in imports.told)
    mapping = imports.mapping(SETTLED + "sheet: Tabel 1\n")
    assert "2 figures added" in imports.run(file, mapping=mapping, details=TOLD)
    figures = FigureStore(imports.home.figures).figures()
    assert set(figures["note"]) == {"+1"}, "kept as it is; escaped where it goes out"


DRAWN = """\
draw:
  - feed: 47013NED
    measure: Geregistreerde misdrijven
    where: {Soort misdrijf: Totaal misdrijven}
"""
FEEDS = """\
feeds:
  - id: 47013NED
    source: verzonnen
    protocol: odata3
    address: https://dataderden.cbs.nl/ODataApi/odata/47013NED
    title: Misdrijven
"""
STATLINE = """\
"Geregistreerde misdrijven en aangiften; soort misdrijf, gemeente 2026"
"Soort misdrijf: Totaal misdrijven"
""
"Onderwerp";"Geregistreerde misdrijven";"Geregistreerde misdrijven"
"Perioden";"2022";"2023"
"Regio's";"aantal";"aantal"
"Nederland";"800027";"805590"
"Utrecht (PV)";"657";"664"
"Bron: CBS."
"""


@pytest.fixture
def drawing(imports: Imports) -> Imports:
    """With an indicator that is drawn from a table of which StatLine gives files."""
    (imports.monitor / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    damage = imports.monitor / "indicators" / "damage_reports.yaml"
    text = damage.read_text(encoding="utf-8").replace("frequency: month", "frequency: year")
    damage.write_text(text + DRAWN, encoding="utf-8")
    return imports


def test_a_known_layout_is_drawn_from_as_indicators_declare(drawing: Imports) -> None:
    file = drawing.file("47013NED_misdrijven.csv", STATLINE)
    asked = drawing.refused(file)
    assert "--published: the date of the publication is not told" in asked
    assert "--title" not in asked and "--source" not in asked
    told = drawing.run(file, details=Details(published="2024-03-01"))
    assert "4 figures added from 1 release(s): verzonnen-47013NED-2024-03-01" in told
    assert [row[:5] for row in drawing.stored()] == [
        ("damage_reports", "NL01", "total", "2022JJ00", 800027.0),
        ("damage_reports", "NL01", "total", "2023JJ00", 805590.0),
        ("damage_reports", "PV26", "total", "2022JJ00", 657.0),
        ("damage_reports", "PV26", "total", "2023JJ00", 664.0),
    ]
    (release,) = FigureStore(drawing.home.figures).releases().values()
    assert (release.feed, release.title) == ("47013NED", "Misdrijven")


def test_a_known_layout_that_nothing_is_drawn_from_is_mapped_by_its_observations(
    imports: Imports,
) -> None:
    file = imports.file("47013NED_misdrijven.csv", STATLINE)
    imports.refused(file)
    (proposal,) = imports.home.mappings.glob("*.proposed.yaml")
    text = proposal.read_text(encoding="utf-8")
    assert "layout: statline" in text
    assert "is: region}" in text and "is: period}" in text and "is: value}" in text
    assert '"Geregistreerde misdrijven (aantal)": "?"' in text
    text = text.replace('(aantal)": "?"', '(aantal)": damage_reports')
    proposal.write_text(text.replace('is: "?"', "is: ignore"), encoding="utf-8")
    details = dataclasses.replace(TOLD, published="2024-03-01")
    assert "4 figures added" in imports.run(file, mapping=proposal, details=details)
    later = imports.file("47013NED_later.csv", STATLINE.replace("664", "665"))
    details = dataclasses.replace(details, published="2024-04-01")
    assert "is read by mappings/47013ned-misdrijven.yaml" in imports.run(later, details=details)
    assert len(imports.stored()) == 8


def test_the_file_of_rivm_is_drawn_from_whatever_it_is_called(
    imports: Imports, shared: Path
) -> None:
    packed = shared / "data" / "rivm" / "COVID-19_gedrag_2021-05-04.csv.gz"
    file = imports.folder / "gedrag van mei.csv"
    file.write_bytes(gzip.decompress(packed.read_bytes()))
    imports.monitor = shipped_monitor("corona")
    told = imports.run(file, details=Details(published="2021-05-04"))
    assert "12537 figures added" in told
    assert not imports.kept()


def test_our_own_template_is_read_by_its_own_reader(imports: Imports) -> None:
    file = imports.folder / "template.xlsx"
    template.write_template(file, read_monitor(imports.monitor), ["evacuees"])
    assert "holds no figures" in imports.refused(file)
    book = openpyxl.load_workbook(file)
    sheet = book[template_sheet.FILL_IN]
    filled = {
        "period": "2030W120",
        "region": "NL01",
        "value": 12,
        "source": "verzonnen",
        "title": "Telling",
        "address": "https://example.org/t",
        "published": "2030-05-30",
    }
    for name, value in filled.items():
        sheet.cell(sheet.min_row + 1, 1 + template_sheet.COLUMNS.index(name)).value = value
    book.save(file)
    assert "1 figures added" in imports.run(file)


# --- harm and rubbish


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<html>Pagina niet gevonden</html>", "is a web page"),
        (b"%PDF-1.4", "is a PDF"),
        (b"a;b\n\x00;1\n", "holds bytes that are no text"),
        (b"naam;uitleg\na;b\n", "holds no table of figures"),
    ],
)
def test_rubbish_is_refused_in_plain_words(imports: Imports, content: bytes, said: str) -> None:
    path = imports.folder / "f.csv"
    path.write_bytes(content)
    assert said in imports.refused(path)
    assert imports.kept() == []


def test_a_broken_kept_mapping_is_named(imports: Imports) -> None:
    imports.home.mappings.mkdir(parents=True)
    (imports.home.mappings / "oud.yaml").write_text("columns: [{column: A}]\n", encoding="utf-8")
    assert "mappings/oud.yaml:1" in imports.refused(imports.file())


# --- real files


@pytest.fixture
def real(imports: Imports, shared: Path) -> Callable[[str], Path]:
    def real(name: str) -> Path:
        return Path(shutil.copy(shared / "data" / name, imports.folder))

    return real


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("local/amsterdam_bbga_metadata.csv", "looks like a list, not like figures"),
        ("wsjg/wsjg_indicators.csv", "looks like a list, not like figures"),
        ("local/eenzaamheid_brabant.csv", "holds a proposal with"),
        ("local/amsterdam_bbga_testuittreksel.csv", "holds a proposal with"),
        ("local/cbs_maatwerk_jongvolwassenen_ggd_gemeente_2024.xlsx", "holds a proposal with"),
    ],
)
def test_a_real_file_is_proposed_or_refused(
    imports: Imports, real: Callable[[str], Path], name: str, said: str
) -> None:
    refusal = imports.refused(real(name))
    assert said in refusal
    assert "Traceback" not in refusal


def test_a_real_file_is_imported_by_a_mapping(
    imports: Imports, real: Callable[[str], Path]
) -> None:
    groups = imports.monitor / "groups.yaml"
    text = groups.read_text(encoding="utf-8").replace("code: 18-34", "code: 19-64", 1)
    text = text.replace("code: 35+", "code: 65+", 1).replace("leeftijd:18-34", "leeftijd:19-64")
    groups.write_text(text, encoding="utf-8")
    stress = imports.monitor / "indicators" / "stress.yaml"
    text = stress.read_text(encoding="utf-8")
    levels = "region_levels: [country, province, municipality]"
    stress.write_text(text.replace("region_levels: [country, province]", levels), encoding="utf-8")
    mapping = imports.mapping(
        """\
first_row: 4
region_level: municipality
fixed: {period: 2020JJ00}
names:
  region:
    {geldrop mierlo: GM1771, gemert_bakel: GM1652, geeze_leende: GM1658, son_en_breugel: GM0848,
     nuenen: GM0820, reusel: GM1667}
  group: {19 t/m 64: "leeftijd:19-64", 65+: "leeftijd:65+"}
  indicator: {eenzaam: stress, sterkeenzaam: ignore}
columns:
  - {column: A, is: split, by: "-", parts: [ignore, ignore, region, group, indicator]}
  - {column: B, is: value}
"""
    )
    (imports.monitor / "figures" / "figures.csv").unlink()
    file = real("local/eenzaamheid_brabant.csv")
    told = imports.run(file, mapping=mapping, details=TOLD)
    assert "  stress: 42 figures, 2020JJ00 (42 municipality)" in told
    assert "  left out: 42 names that the mapping ignores" in told
    assert "42 figures added" in told
