"""What no schema can see of planned editions: corrections, and the end of a monitor."""

from __future__ import annotations

from collections.abc import Iterator

from duidelijk.foundation.declarations import Declaration
from duidelijk.foundation.problems import Problem, did_you_mean


def check_editions(monitor: Declaration) -> Iterator[Problem]:
    """Problems of the editions in ``monitor.yaml``, which fits the schema."""
    yield from _corrections(monitor)
    yield from _end(monitor)


def _corrections(monitor: Declaration) -> Iterator[Problem]:
    editions = monitor.value["editions"]
    dates = {each["id"]: each["date"] for each in editions}
    corrected: dict[str, str] = {}
    for index, each in enumerate(editions):
        wrong, path = each.get("corrects"), ("editions", index, "corrects")
        if wrong is None:
            if "reason" in each:
                yield monitor.problem(
                    ("editions", index, "reason"), "corrects nothing", "name what it corrects"
                )
            continue
        if wrong == each["id"] or wrong not in dates:
            remedy = did_you_mean(wrong, set(dates) - {each["id"]})
            yield monitor.problem(path, f"there is no other edition “{wrong}”", remedy)
        elif dates[wrong] != each["date"]:
            yield monitor.problem(
                path, f"“{wrong}” speaks of {dates[wrong]}", "a correction has the same date"
            )
        elif wrong in corrected:
            yield monitor.problem(
                path,
                f"“{wrong}” is corrected by {corrected[wrong]} already",
                f"correct {corrected[wrong]}",
            )
        if "reason" not in each:
            yield monitor.problem(path, "has no reason", "say in both languages what was wrong")
        corrected.setdefault(wrong, each["id"])


def _end(monitor: Declaration) -> Iterator[Problem]:
    ends = monitor.value.get("ends")
    if ends is None:
        return
    if ends["keep_until"] < ends["date"]:
        yield monitor.problem(
            ("ends", "keep_until"), "lies before the end", f"{ends['date']} or later"
        )
    for index, each in enumerate(monitor.value["editions"]):
        if each["date"] > ends["date"]:
            yield monitor.problem(
                ("editions", index, "date"),
                f"lies after the end of the monitor, {ends['date']}",
                "an edition speaks of a day before the end",
            )
