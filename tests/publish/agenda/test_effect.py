"""What the figures did after an action: what is told, what is not known, and never why."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from duidelijk.agenda.dossier import (
    Action,
    Addressee,
    Dossier,
    Milestone,
    Origin,
    Step,
    Urgency,
)
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Verdict, favourable
from duidelijk.duiding.report import FigureKey
from duidelijk.editions.edition import Edition, edition_folders, find_edition
from duidelijk.publish.agenda import moments
from duidelijk.publish.agenda.aim_verdicts import When, around
from duidelijk.publish.agenda.due import due_for_session
from duidelijk.publish.agenda.effect import ActionEffect, AimEffect, Seen, effect_of
from duidelijk.publish.agenda.effect_plain import effect_plain
from duidelijk.publish.words import LANGUAGES

_AGENDA = Path(moments.__file__).parent
_PACKAGE = dt.date(2020, 12, 8)
_SCHOOLS = dt.date(2021, 2, 17)
_WHO = Addressee("szw", Text("Ministerie van SZW", "Ministry of Social Affairs"), "ministry")


def key(indicator: str, group: str = "total", region: str = "NL01", method: str = "") -> FigureKey:
    return FigureKey(indicator, region, group, method)


INTERNSHIPS = key("stagetekort_mbo")
MENTAL_HEALTH = key("psychisch_ongezond", "leeftijd:18-24")
SOCIAL_ASSISTANCE = key("bijstand_jongeren")
UNEMPLOYED = key("werkloosheidspercentage", method="ebb-oud")
BENEFITS = key("ww_uitkeringen")
WORKS_AT_HOME = key("moeite_werkt_thuis")
VISITORS = key("naleving_ontvang_max_bezoekers_thuis")
CURFEW = key("draagvlak_avondklok")
TRUST = key("vertrouwen_tweede_kamer")
VACCINATED = key("vaccinatiebereidheid_al_gevaccineerd")


@pytest.fixture(scope="module")
def october(corona_home: Path) -> Edition:
    return find_edition(corona_home / "editions", "2021-5")


@pytest.fixture(scope="module")
def march(corona_home: Path) -> Edition:
    return find_edition(corona_home / "editions", "2021-1")


def signal(*steps: tuple[str, dt.date], aims: tuple[FigureKey, ...], met: bool = False) -> Dossier:
    """A signal with one action, which took these steps."""
    milestone = Milestone("m1", Text("De regeling is open", "The scheme is open"), _PACKAGE)
    action = Action("d1", Text("Jeugdpakket", "Youth package"), Text("", ""), _WHO, aims=aims)
    taken = [
        Step(Thing.SIGNAL, "", "raise", dt.date(2020, 10, 1)),
        Step(Thing.SIGNAL, "", "take_up", dt.date(2020, 10, 2)),
        *(Step(Thing.ACTION, "d1", name, on) for name, on in steps),
    ]
    if met:
        action = Action("d1", action.title, action.text, _WHO, aims=aims, milestones=(milestone,))
        taken.append(Step(Thing.MILESTONE, "m1", "set", _PACKAGE))
        taken.append(Step(Thing.MILESTONE, "m1", "meet", _SCHOOLS))
    return Dossier(
        7,
        Text("Jongeren raken achterop", "Young people fall behind"),
        Text("", ""),
        Origin.PRACTICE,
        Urgency.NOW,
        "vng",
        ("werk",),
        actions=(action,),
        steps=tuple(taken),
    )


def begun(*aims: FigureKey, on: dt.date = _PACKAGE) -> Dossier:
    return signal(("plan", on), ("start", on), aims=aims)


def whole(edition: Edition, dossier: Dossier, language: str = "nl") -> ActionEffect:
    return effect_of(edition, dossier, dossier.actions[0], language)


def aim(
    edition: Edition, figure: FigureKey, on: dt.date = _PACKAGE, language: str = "nl"
) -> AimEffect:
    (found,) = whole(edition, begun(figure, on=on), language).aims
    return found


def said(aim: AimEffect) -> str:
    """Its sentences with plain spaces."""
    return re.sub(r"[\u00a0\u202f]", " ", aim.sentence)


def pictures(aim: AimEffect) -> list[ET.Element]:
    return [ET.fromstring(f"{each}</svg>") for each in aim.chart.split("</svg>")[:-1]]


def styled(image: ET.Element, style: str) -> list[ET.Element]:
    return [each for each in image.iter() if style in (each.get("class") or "").split()]


def test_what_was_before_and_what_is_newest_are_told(october: Edition) -> None:
    found = aim(october, INTERNSHIPS)
    assert found.seen is Seen.SINCE
    assert found.count == 3
    assert said(found) == (
        "Het laatste cijfer van voor de start op 8 december 2020 was 20.587 studenten "
        "(oktober 2020). Het cijfer van december 2020 (19.000 studenten) gaat over de tijd voor én "
        "na de start; dat telt hier niet als cijfer van erna. Over de tijd erna zijn er 3 cijfers; "
        "het nieuwste is 12.000 studenten (mei 2021). Of het sinds de start aantoonbaar "
        "veranderde, is niet te zeggen: geen vergelijking van deze reeks loopt van voor de start "
        "tot erna."
    )


def test_the_same_in_english(october: Edition) -> None:
    assert said(aim(october, UNEMPLOYED, language="en")) == (
        "The last figure from before the start on 8 December 2020 was 4.0% (November 2020). The "
        "figure of December 2020 (3.9%) covers the time before and after the start; it does not "
        "count here as one from after it. Since then there are 3 figures; the newest is 3.1% "
        "(July 2021). Whether it changed demonstrably since the start, we cannot tell: the series "
        "is too short to know which changes are usual."
    )


def test_with_margins_the_newest_figure_is_held_beside_the_last_before(october: Edition) -> None:
    found = said(aim(october, WORKS_AT_HOME))
    assert "Geen aantoonbare verandering sinds 1 december 2020 (+2,2 procentpunt)" in found
    assert "gunstig" not in found


def test_a_demonstrable_change_is_called_favourable_or_not_in_words(october: Edition) -> None:
    found = said(aim(october, VACCINATED, on=_SCHOOLS))
    assert "hoger dan op 16 februari 2021. Die verandering is aantoonbaar en gunstig." in found


def test_a_change_over_a_year_may_have_happened_before_the_start(october: Edition) -> None:
    found = said(aim(october, key("faillissementen_bedrijven")))
    assert "minder dan in" in found
    assert "Een deel van die verandering kan al voor de start gebeurd zijn." in found
    assert "of zij gunstig is, daarover geven wij geen oordeel" in found


def test_a_group_without_an_earlier_figure_of_its_kind(october: Edition) -> None:
    found = aim(october, MENTAL_HEALTH)
    assert "Van voor de start op 8 december 2020 heeft deze reeks geen cijfer." in said(found)
    assert "Van 2020 is er wel een cijfer (15 %)" in said(found)
    assert found.before == ()
    assert [each.value for each in found.table] == ["25\u202f%"]


def test_every_comparison_since_stands_there_newest_first(october: Edition) -> None:
    found = aim(october, BENEFITS)
    periods = list(dict.fromkeys(each.period for each in found.since))
    assert periods == [f"2021MM{month:02}" for month in range(8, 0, -1)]
    assert found.count == len(periods)
    assert {each.period for each in found.before} == {"2020MM11"}
    newest = [each for each in found.since if each.period == "2021MM08"]
    sealed = [
        *october.change_of("ww_uitkeringen", "NL01", "total"),
        *october.other_change_of("ww_uitkeringen", "NL01", "total"),
        *october.against_expectation_of("ww_uitkeringen", "NL01", "total"),
    ]
    assert {(each.comparison, each.verdict) for each in newest} == {
        (row["comparison"], row["verdict"]) for row in sealed
    }
    assert newest[0].main


def test_judgements_follow_polarity_and_stand_in_words(october: Edition) -> None:
    told = 0
    for indicator in october.monitor.indicators.values():
        if not indicator.headline:
            continue
        found = aim(october, key(indicator.id))
        for each in (*found.since, *found.before):
            moved = each.verdict in (Verdict.RISEN, Verdict.FALLEN)
            assert each.favourable == favourable(each.verdict, indicator.polarity)
            word = {True: "gunstig", False: "ongunstig", None: "geen oordeel"}[each.favourable]
            assert each.judgement == (word if moved else "")
            told += moved
    assert told > 3


def test_without_a_figure_since_the_next_is_announced(march: Edition) -> None:
    found = aim(march, UNEMPLOYED, on=_SCHOOLS)
    assert found.seen is Seen.NONE_SINCE
    assert found.since == ()
    assert said(found).endswith(
        "Over de tijd erna is er nog geen cijfer. Het eerste wordt dat van maart 2021; het is te "
        "verwachten rond 20 april 2021."
    )


def test_figures_that_come_at_no_fixed_time_are_not_announced(march: Edition) -> None:
    assert "niet op vaste tijden" in said(aim(march, INTERNSHIPS, on=_SCHOOLS))
    assert "perioden van verschillende lengte" in said(aim(march, MENTAL_HEALTH, on=_SCHOOLS))


def test_the_figure_of_a_year_in_which_an_action_began_is_of_neither_time(october: Edition) -> None:
    found = aim(october, TRUST)
    assert "Het cijfer van 2020 (53,2 %) gaat over de tijd voor én na de start" in said(found)
    assert found.count == 0
    assert [each.when for each in found.table][:2] == [When.ACROSS, When.BEFORE]
    assert "dat van 2021; het is te verwachten rond" in said(found)


def test_a_series_that_stopped_says_so_once_it_had(october: Edition, march: Edition) -> None:
    assert "Deze reeks is gestopt (sinds 11 mei 2021)" in said(aim(october, CURFEW))
    assert "gestopt" not in said(aim(march, CURFEW, on=_SCHOOLS))


def test_a_break_in_the_way_of_measuring_is_told(october: Edition) -> None:
    found = said(aim(october, VISITORS))
    assert "De manier van meten veranderde in deze tijd (26 januari 2021):" in found
    assert "aantoonbaar en" not in found


def test_an_action_that_is_only_planned_has_no_time_since(october: Edition) -> None:
    dossier = signal(("plan", _PACKAGE), aims=(UNEMPLOYED, BENEFITS))
    for found in whole(october, dossier).aims:
        assert found.seen is Seen.NOT_BEGUN
        assert found.since == ()
        assert said(found).startswith("De actie is nog niet begonnen.")
        assert {each.when for each in found.table} == {None}
        assert len(styled(pictures(found)[0], "moment")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("figure", "seen"),
    [
        (key("bestaat_niet"), Seen.UNKNOWN),
        (SOCIAL_ASSISTANCE, Seen.NO_FIGURES),
        (key("werkloosheidspercentage", region="GM9999"), Seen.NO_FIGURES),
        (key("werkloosheidspercentage", group="leeftijd:900"), Seen.NO_FIGURES),
    ],
)
def test_what_an_edition_does_not_have_is_said(
    october: Edition, figure: FigureKey, seen: Seen, language: str
) -> None:
    found = aim(october, figure, language=language)
    assert found.seen is seen
    assert (found.chart, found.table, found.since, found.address) == ("", (), (), "")
    assert len(found.sentences) == 1


def test_the_chart_has_a_line_for_every_day_and_names_them(october: Edition) -> None:
    steps = (("plan", dt.date(2020, 11, 20)), ("start", _PACKAGE), ("stop", dt.date(2021, 5, 1)))
    dossier = signal(*steps, aims=(UNEMPLOYED,), met=True)
    effect = whole(october, dossier)
    assert [date for date, _ in effect.days] == [
        dt.date(2020, 11, 20),
        _PACKAGE,
        _SCHOOLS,
        dt.date(2021, 5, 1),
    ]
    for image in pictures(effect.aims[0]):
        assert [each.text for each in styled(image, "moment-name")] == [
            "gepland 20 nov 2020",
            "gestart 8 dec 2020",
            "mijlpaal 1",
            "gestopt 1 mei 2021",
        ]
        description = (image.findtext("desc") or "").replace("\u00a0", " ")
        assert "17 februari 2021 mijlpaal gehaald: De regeling is open" in description
        assert image.findtext("title") == "Werkloosheidspercentage"


def lines(aim: AimEffect) -> list[str]:
    return [each.text or "" for each in styled(pictures(aim)[0], "moment-name")]


def test_a_start_before_the_first_figure_is_drawn_when_that_is_near(october: Edition) -> None:
    assert lines(aim(october, CURFEW)) == ["gestart 8 dec 2020"]
    assert lines(aim(october, CURFEW, on=dt.date(2015, 1, 1))) == []


def test_a_day_after_the_edition_does_not_stretch_its_charts(march: Edition) -> None:
    assert lines(aim(march, UNEMPLOYED, on=march.date)) == ["gestart 11 mrt 2021"]
    assert lines(aim(march, UNEMPLOYED, on=dt.date(2030, 1, 1))) == []


def test_charts_of_one_page_have_names_of_their_own(october: Edition) -> None:
    dossier = begun(UNEMPLOYED, BENEFITS, UNEMPLOYED)
    names = re.findall(
        r'id="([^"]+)"', "".join(each.chart for each in whole(october, dossier).aims)
    )
    assert len(names) == 12
    assert len(set(names)) == len(names)


def test_the_table_behind_a_chart_has_every_figure_that_is_drawn(october: Edition) -> None:
    found = aim(october, UNEMPLOYED)
    drawn = styled(pictures(found)[0], "dot")
    assert len(found.table) == len(drawn)
    labels = [f"{each.label}: {each.value}" for each in reversed(found.table)]
    assert [each.findtext("title") for each in drawn] == labels


def test_order_is_not_cause_and_what_else_was_in_force_is_named(october: Edition) -> None:
    effect = whole(october, begun(UNEMPLOYED))
    assert effect.warning.startswith(
        "Dit laat zien wat eerst kwam en wat daarna, niet waardoor het kwam."
    )
    assert f"Toen golden ook {len(effect.measures)} maatregelen" in effect.warning
    for each in effect.measures:
        assert each.first <= october.date
        assert each.until is None or each.until >= _PACKAGE
        assert each.when
    left_out = len(october.monitor.measures) - len(effect.measures)
    assert left_out > 0


def test_another_method_than_the_action_named_is_told(october: Edition) -> None:
    named = key("werkloosheidspercentage", method="ebb-2021")
    found = aim(october, named)
    assert "Dit is de reeks volgens “Oude meetmethode”" in said(found)
    assert found.count == aim(october, UNEMPLOYED).count
    assert "Oude meetmethode" not in said(aim(october, UNEMPLOYED))


def test_a_region_that_took_in_others_is_no_failure(merged_home: Path) -> None:
    edition = Edition(edition_folders(merged_home / "editions")[-1])
    places = (
        edition.changes.select("indicator", "region", "group")
        .unique()
        .sort("indicator", "region", "group")
    )
    seen = set()
    for indicator, region, group in places.head(40).iter_rows():
        for language in LANGUAGES:
            found = aim(edition, key(indicator, group, region), language=language)
            seen.add(found.seen)
            assert "None" not in found.sentence
    assert seen <= {Seen.SINCE, Seen.NONE_SINCE}


def test_it_can_be_given_to_programs(october: Edition) -> None:
    plain = effect_plain(whole(october, begun(BENEFITS, SOCIAL_ASSISTANCE, MENTAL_HEALTH)))
    again = json.loads(json.dumps(plain))
    assert [each["seen"] for each in again["aims"]] == ["since", "no_figures", "since"]
    assert again["aims"][0]["since"][0]["verdict"] == "no_demonstrable_change"
    assert again["began"] == "2020-12-08"


def test_what_is_kept_of_one_edition_is_not_told_of_another(
    october: Edition, march: Edition
) -> None:
    late, early = (around(each, BENEFITS, _PACKAGE) for each in (october, march))
    assert late is not None and early is not None
    assert len(late.since) > len(early.since) == 1


def test_new_figures_since_it_began_bring_an_action_to_the_next_session(october: Edition) -> None:
    aims = (BENEFITS, INTERNSHIPS, TRUST, SOCIAL_ASSISTANCE, key("bestaat_niet"))
    (due,) = due_for_session(october, [begun(*aims)])
    assert (due.number, due.action, due.began) == (7, "d1", _PACKAGE)
    assert due.title.en == "Youth package"
    # the shortage of internships has no figure that the edition before had not
    assert [each.figure for each in due.figures] == [BENEFITS]
    (new,) = due.figures
    assert new.address == "/edities/2021-5/indicator/ww_uitkeringen/cijfer/NL01/total/2021MM08"
    assert "er nu 8 cijfers" in new.why.nl
    assert "there are now 8 figures" in new.why.en


@pytest.mark.parametrize(
    "made",
    [
        lambda: signal(("plan", _PACKAGE), aims=(BENEFITS,)),
        lambda: begun(BENEFITS, on=dt.date(2021, 9, 30)),
        lambda: begun(INTERNSHIPS),
        lambda: begun(),
    ],
    ids=["planned", "began after the newest figure", "nothing new", "aims at nothing"],
)
def test_nothing_new_brings_nothing_to_a_session(
    october: Edition, made: Callable[[], Dossier]
) -> None:
    assert due_for_session(october, [made()]) == []


def test_a_signal_that_was_withdrawn_is_not_followed(october: Edition) -> None:
    dossier = begun(BENEFITS)
    last = Step(Thing.SIGNAL, "", "withdraw", dt.date(2021, 3, 1), reason=Text("dubbel", "double"))
    assert due_for_session(october, [replace(dossier, steps=(*dossier.steps, last))]) == []


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    known = set(moments.phrases("nl"))
    code = "".join(path.read_text(encoding="utf-8") for path in _AGENDA.glob("*.py"))
    used = set(re.findall(r'"(effect_[a-z_]+)"', code))
    assert used <= known
    by_value = ("effect_mark_", "effect_than_", "effect_verdict_", "effect_when_")
    assert {each for each in known - used if not each.startswith(by_value)} == set()
    wanted = {f"effect_mark_{each}" for each in moments.Done}
    wanted |= {f"effect_than_{each}" for each in Comparison}
    wanted |= {f"effect_when_{each}" for each in (*When, "")}
    wanted |= {f"effect_verdict_{each}" for each in Verdict}
    assert wanted <= known
