"""Bad figures are refused, each at its line and all at once."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from duidelijk.catalogue import Monitor
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.release import Release
from duidelijk.foundation.problems import Problem

Check = Callable[[str], tuple[pl.DataFrame, list[Problem]]]
HEAD = "indicator,region,group,period,method,value,lower,upper,n,status,missing,release\n"
GOOD = "werkloosheid,NL01,total,2021MM01,,4.0,3.5,4.5,100,definitive,,r1\n"


def row(**other: str) -> str:
    """The good row with some fields changed."""
    fields = dict(zip(HEAD.strip().split(","), GOOD.strip().split(","), strict=True))
    assert other.keys() <= fields.keys()
    return ",".join({**fields, **other}.values()) + "\n"


BAD = {
    "unknown indicator “werkloosheit” → did you mean werkloosheid?": row(indicator="werkloosheit"),
    "unknown region “GM9999”": row(region="GM9999"),
    "unknown group “leeftijd:16-25” → did you mean leeftijd:16-24?": row(group="leeftijd:16-25"),
    "unknown method “outd” of stemming": row(indicator="stemming", method="outd"),
    "werkloosheid declares no methods": row(method="oud", period="2021MM02"),
    "unknown release “r9”": row(release="r9"),
    "unknown status “final”": row(status="final", period="2021MM03"),
    "unknown missing “secret”": row(
        value="", lower="", upper="", missing="secret", period="2021MM04"
    ),
    "101.0 is outside the bounds of werkloosheid": row(
        value="101.0", upper="102", period="2021MM05"
    ),
    "-1.0 is outside the bounds of banen (0.0 to …)": row(
        indicator="banen", value="-1", lower="-2"
    ),
    "the limits 4.1 to 4.5 do not hold the value 4.0": row(lower="4.1", period="2021MM06"),
    "the limits 3.5 to 3.9 do not hold the value 4.0": row(upper="3.9", period="2021MM07"),
    "has one limit": row(upper="", period="2021MM08"),
    "has no value and no reason": row(value="", period="2021MM09"),
    "has a value and a reason for missing": row(missing="withheld", period="2021MM10"),
    "n is -1": row(n="-1", period="2021MM11"),
    "“NaN” in column value is not a number": row(
        value="NaN", missing="withheld", lower="", upper="", period="2021MM12"
    ),
    "“inf” in column lower is not a number": row(lower="inf", upper="", period="2020MM01"),
    "“veel” in column n is not a number": row(n="veel", period="2020MM02"),
    "has no indicator": row(indicator="", period="2020MM03"),
    "has no region": row(region="", period="2020MM04"),
    "has no period": row(period=""),
    "has no release": row(release="", period="2020MM05"),
    "the same figure stands in figures.csv:2": GOOD,
}


def test_good_figures_have_no_problem(check: Check) -> None:
    withheld = row(value="", lower="", upper="", missing="withheld", period="2021MM02")
    method = row(indicator="stemming", method="oud")
    second = row(release="r2", value="4.2")
    young = row(group="leeftijd:16-24", status="")
    rows, problems = check(HEAD + GOOD + withheld + method + second + young)
    assert problems == [] and len(rows) == 5


@pytest.mark.parametrize("said", BAD, ids=list(BAD))
def test_a_bad_figure_is_refused_at_its_line(check: Check, said: str) -> None:
    _, problems = check(HEAD + GOOD + BAD[said])
    assert problems[0].where == "figures.csv" and problems[0].line == 3
    assert said in str(problems[0])
    assert len(problems) == 1


def test_all_that_is_wrong_is_listed_at_once(check: Check) -> None:
    _, problems = check(HEAD + GOOD + "".join(BAD.values()))
    found = {(each.line, str(each).split(": ", 1)[1]) for each in problems}
    for line, said in enumerate(BAD, 3):
        assert any(at == line and text.startswith(said) for at, text in found), said


def test_an_unknown_period_is_refused_at_its_line(check: Check) -> None:
    _, (problem,) = check(HEAD + GOOD + row(period="2021MM13"))
    assert (problem.line, problem.what) == (3, "unknown period")


def test_one_limit_on_the_wrong_side_is_refused(check: Check) -> None:
    _, problems = check(HEAD + GOOD + row(lower="4.5", upper="", period="2021MM02"))
    assert [each.line for each in problems] == [3] or [each.line for each in problems] == [3, 3]


def test_spaces_around_a_period_do_not_make_another_period(check: Check) -> None:
    rows, problems = check(HEAD + row(period=" 2021MM02 "))
    assert problems or rows["period"].to_list() == ["2021MM02"]


def test_the_same_key_in_another_release_is_another_vintage(check: Check) -> None:
    assert check(HEAD + GOOD + row(release="r2"))[1] == []


def test_a_release_without_a_known_source_is_refused(
    monitor: Monitor, release: Callable[..., Release], figures: Callable[..., pl.DataFrame]
) -> None:
    rows = figures({}).with_columns(file=pl.lit("f.csv"), line=pl.lit(2))
    (problem,) = check_figures(rows, monitor, [release("r1", source="cba")])
    assert str(problem) == "r1: release without a known source: “cba” → did you mean cbs?"


def test_a_municipality_must_have_existed_in_the_year_of_its_partition(check: Check) -> None:
    appingedam = row(region="GM0003", period="2022MM01")  # part of Eemsdelta since 2021
    _, (problem,) = check(HEAD + appingedam)
    assert "“GM0003” did not exist in 2022" in problem.what
    dated = HEAD.replace("release", "release,region_year") + appingedam.replace("r1", "r1,2020")
    assert check(dated)[1] == []


def test_a_municipality_under_its_bare_number_is_suggested(check: Check) -> None:
    _, (problem,) = check(HEAD + row(region="363"))
    assert "unknown region “363”" in problem.what and "GM0363" in problem.remedy


def test_region_codes_are_trimmed_and_a_year_is_that_of_the_period(check: Check) -> None:
    rows, problems = check(HEAD + row(region=" NL01  ", period="2020SJ00"))
    assert problems == []
    assert rows.select("region", "region_year").rows() == [("NL01", 2021)]


def test_no_figures_are_in_order(check: Check) -> None:
    rows, problems = check(HEAD)
    assert rows.is_empty() and problems == []
    assert normalised(rows).is_empty()


def test_a_group_or_level_that_the_indicator_does_not_declare_is_refused(check: Check) -> None:
    _, (problem,) = check(HEAD + row(region="VR01"))
    assert "werkloosheid has no figures by safety region" in problem.what
    assert problem.remedy == "add safety_region to its region_levels"
    _, (problem,) = check(HEAD + row(indicator="banen", group="leeftijd:16-24"))
    assert "banen is not broken down by leeftijd" in problem.what
