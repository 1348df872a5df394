"""How each kind of parameter is written: what is refused, and what the OpenAPI document says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from duidelijk.agenda.standing import Stage as AStage
from duidelijk.change.pairing import Comparison as AComparison
from duidelijk.change.verdict import Verdict as AVerdict
from duidelijk.regions import Level as ALevel
from duidelijk.web.api.problems import clipped
from duidelijk.web.typed_text import one_line

MOST_KEYS = 50
"""So many keys may be named in one parameter."""
USUAL_PAGE, MOST_ON_PAGE = 1_000, 10_000
MOST_TYPED = 80
_LONGEST_KEY = 80


@dataclass(frozen=True)
class Form:
    """What a key looks like; ``like`` is an example."""

    pattern: str
    like: str

    def checked(self, value: str) -> str:
        """The key itself. Raises ``ValueError``."""
        if len(value) > _LONGEST_KEY or not re.fullmatch(self.pattern, value):
            raise ValueError(f"“{clipped(value)}” cannot be read; write it like {self.like}")
        return value

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$", "maxLength": _LONGEST_KEY}


def _split(value: Any) -> Any:
    return ",".join(value).split(",") if isinstance(value, list) else value


def _several(form: Form) -> Callable[[Any], Any]:
    return lambda value: [form.checked(each) for each in _split(value)]


def _several_groups(value: Any) -> Any:
    """In a query a plus sign stands for a space, and who types ``70+`` does not know."""
    return [_GROUP.checked(each.replace(" ", "+")) for each in _split(value)]


def _listed(form: Form) -> WithJsonSchema:
    limits = {"minItems": 1, "maxItems": MOST_KEYS}
    return WithJsonSchema({"type": "array", "items": form.schema} | limits)


def _whole(least: int, most: int) -> tuple[BeforeValidator, WithJsonSchema]:
    """A whole number between two bounds, written in digits only."""

    def checked(value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value):
            raise ValueError(f"“{clipped(value)}” is not a whole number")
        if not least <= int(value) <= most:
            raise ValueError(f"{value} is not between {least} and {most}")
        return int(value)

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return BeforeValidator(checked), WithJsonSchema(schema)


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        raise ValueError(f"“{clipped(value)}” is not a date; write it like 2021-03-11")
    return value


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError(f"“{clipped(value)}” is neither true nor false")
    return value


def _typed(value: Any) -> Any:
    """Words as somebody typed them, on one line."""
    if isinstance(value, str) and len(value) > MOST_TYPED:
        raise ValueError(f"is longer than {MOST_TYPED} characters")
    return one_line(value, MOST_TYPED) if isinstance(value, str) else value


_EDITION = Form(r"[0-9]{4}-[1-9][0-9]{0,3}", "2021-1")
_NAME = Form(r"[A-Za-z0-9][A-Za-z0-9_-]*", "eenzaam")
_GROUP = Form(r"[A-Za-z0-9][A-Za-z0-9_:+.-]*", "leeftijd:16-24")
_REGION = Form(r"((NL|LD|PV|VR|AM)[0-9]{2}|(GG|GM)[0-9]{4})", "GM0363")
_PERIOD = Form(r"[0-9]{4}[A-Z0-9/-]{3,17}", "2021MM03")
_NUMBER = Field(min_length=1, max_length=MOST_KEYS)

Edition = Annotated[str, BeforeValidator(_EDITION.checked), WithJsonSchema(_EDITION.schema)]
Names = Annotated[list[str], BeforeValidator(_several(_NAME)), _listed(_NAME), _NUMBER]
Groups = Annotated[list[str], BeforeValidator(_several_groups), _listed(_GROUP), _NUMBER]
Regions = Annotated[list[str], BeforeValidator(_several(_REGION)), _listed(_REGION), _NUMBER]
Periods = Annotated[list[str], BeforeValidator(_several(_PERIOD)), _listed(_PERIOD), _NUMBER]
Levels = Annotated[list[ALevel], BeforeValidator(_split), _NUMBER]
Comparisons = Annotated[list[AComparison], BeforeValidator(_split), _NUMBER]
Verdicts = Annotated[list[AVerdict], BeforeValidator(_split), _NUMBER]
Page = Annotated[int, *_whole(1, 1_000_000)]
PageSize = Annotated[int, *_whole(1, MOST_ON_PAGE)]
Year = Annotated[int, *_whole(1900, 2200)]
Day = Annotated[
    dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": "boolean"})]
Typed = Annotated[
    str, BeforeValidator(_typed), WithJsonSchema({"type": "string", "maxLength": MOST_TYPED})
]
Stages = Annotated[list[AStage], BeforeValidator(_split), _NUMBER]
Split = BeforeValidator(_split)
