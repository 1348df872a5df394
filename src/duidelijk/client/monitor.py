"""A monitor as it is asked: a method for each kind of thing it holds."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from duidelijk.client.asking import Answer, Asking, Key, WrongQuestion
from duidelijk.client.frames import (
    CHANGES,
    DECISIONS,
    FIGURES,
    SIGNALS,
    WHOLE,
    Columns,
    Row,
    pandas_frame,
    polars_frame,
)

if TYPE_CHECKING:
    import polars as pl

Frame = TypeVar("Frame")
Day = dt.date | str | None
_SECONDS = 30.0


class MadeUpFigures(UserWarning):
    """The figures of this monitor are made up, to show the system."""


class Duidelijk(Generic[Frame]):
    """The monitor at an *address*, as ``https://monitor.example.nl``.

    *frame* is what lists come back as: ``polars`` or ``pandas`` (which is then to be installed).
    *edition* is the edition that is asked unless a method names another; without one the newest.
    *lang* is the language of titles and names. Columns are called as in an edition's own files.
    Every method raises ``ApiError``: ``WrongQuestion``, ``NotThere`` or ``Unreachable``.
    """

    @overload
    def __init__(
        self: Duidelijk[pl.DataFrame],
        address: str,
        *,
        frame: Literal["polars"] = "polars",
        edition: str | None = None,
        lang: Literal["nl", "en"] = "nl",
        timeout: float = _SECONDS,
    ) -> None: ...

    @overload
    def __init__(
        self: Duidelijk[Any],
        address: str,
        *,
        frame: Literal["pandas"],
        edition: str | None = None,
        lang: Literal["nl", "en"] = "nl",
        timeout: float = _SECONDS,
    ) -> None: ...

    def __init__(
        self,
        address: str,
        *,
        frame: str = "polars",
        edition: str | None = None,
        lang: Literal["nl", "en"] = "nl",
        timeout: float = _SECONDS,
    ) -> None:
        if frame not in ("polars", "pandas"):
            raise WrongQuestion(f"there are frames of polars and of pandas, not of {frame}")
        self.edition_asked = edition
        self.lang = lang
        self._asking = Asking(address, timeout)
        self._made = polars_frame if frame == "polars" else pandas_frame
        self._warned = False

    def figures(
        self,
        *,
        indicator: Key = None,
        theme: Key = None,
        region: Key = None,
        region_level: Key = None,
        group: Key = None,
        period: Key = None,
        from_: Day = None,
        until: Day = None,
        known_on: Day = None,
        edition: str | None = None,
    ) -> Frame:
        """The figures of an edition, all pages; with *known_on* as they were known that day."""
        return self._paged(
            "figures",
            FIGURES,
            indicator=indicator,
            theme=theme,
            region=region,
            regionLevel=region_level,
            group=group,
            period=period,
            **{"from": from_},
            until=until,
            knownOn=known_on,
            edition=edition,
        )

    def changes(
        self,
        *,
        indicator: Key = None,
        theme: Key = None,
        region: Key = None,
        region_level: Key = None,
        group: Key = None,
        period: Key = None,
        comparison: Key = None,
        verdict: Key = None,
        favourable: bool | None = None,
        main: bool | None = None,
        fresh: bool | None = None,
        edition: str | None = None,
    ) -> Frame:
        """The comparisons of an edition with their verdicts, all pages."""
        return self._paged(
            "changes",
            CHANGES,
            indicator=indicator,
            theme=theme,
            region=region,
            regionLevel=region_level,
            group=group,
            period=period,
            comparison=comparison,
            verdict=verdict,
            favourable=favourable,
            main=main,
            fresh=fresh,
            edition=edition,
        )

    def striking(self, *, theme: Key = None, tier: Key = None, edition: str | None = None) -> Frame:
        """What stands out in an edition, in order; without the evidence, see ``answer``."""
        return self._whole("striking", theme=theme, tier=tier, edition=edition)

    def duiding(
        self, *, theme: Key = None, target_group: Key = None, edition: str | None = None
    ) -> Frame:
        """What people concluded from the figures; with all it rests on, see ``answer``.

        Where ``example`` is true it was played: nobody said it.
        """
        return self._whole("duiding", theme=theme, targetGroup=target_group, edition=edition)

    def signals(
        self,
        *,
        theme: Key = None,
        target_group: Key = None,
        region: Key = None,
        addressee: Key = None,
        stage: Key = None,
        late: bool | None = None,
        q: str | None = None,
        edition: str | None = None,
    ) -> Frame:
        """What asks for action and how it stands, what changed last first, all pages: as it is
        published today, or as an edition sealed it.

        Where ``example`` is true it was put together to show how it goes.
        """
        return self._paged(
            "signals",
            SIGNALS,
            theme=theme,
            targetGroup=target_group,
            region=region,
            addressee=addressee,
            stage=stage,
            late=late,
            q=q,
            edition=edition,
        )

    def signal(self, number: int, *, edition: str | None = None) -> Answer:
        """One signal with everything that followed, as the API has it."""
        told: Answer = self.answer(f"signals/{number}", edition=edition)["signal"]
        return told

    def effect(self, number: int, *, edition: str | None = None) -> list[Answer]:
        """What the figures did after each action of a signal: what came first, not what caused
        what.
        """
        asked = self.answer(f"signals/{number}/effect", lang=self.lang, edition=edition)
        found: list[Answer] = asked["effect"]
        return found

    def decisions(self, *, table: Key = None, edition: str | None = None) -> Frame:
        """What was decided on signals where people meet, the last first, all pages."""
        return self._paged("decisions", DECISIONS, table=table, edition=edition)

    def practices(
        self, *, theme: Key = None, target_group: Key = None, audience: Key = None
    ) -> Frame:
        """What somebody does that others can copy, as it is published today."""
        asked = {"theme": theme, "targetGroup": target_group, "audience": audience}
        rows = self._asking.ask("practices", **asked)["practices"]
        return self._frame(rows, WHOLE["practices"])

    def local(self, *, theme: Key = None, target_group: Key = None) -> Frame:
        """What municipalities see of each theme and group, as it stands today."""
        rows = self._asking.ask("local", theme=theme, targetGroup=target_group)["local"]
        return self._frame(rows, WHOLE["local"])

    def local_indicators(self, *, theme: Key = None) -> Frame:
        """What municipalities see of each indicator beside the nation, as it stands today."""
        rows = self._asking.ask("local-indicators", theme=theme)["localIndicators"]
        return self._frame(rows, WHOLE["local_indicators"])

    def local_series(self, *, indicator: Key = None, region: Key = None) -> Frame:
        """What local monitors measured last, and what that is beside a national indicator."""
        asked = {"indicator": indicator, "region": region}
        return self._frame(
            self._asking.ask("local-series", **asked)["localSeries"], WHOLE["local_series"]
        )

    def themes(self, *, edition: str | None = None) -> Frame:
        """The themes in their order."""
        return self._whole("themes", edition=edition)

    def indicators(
        self, *, theme: Key = None, status: Key = None, edition: str | None = None
    ) -> Frame:
        """The indicators in short; ``indicator`` tells all about one."""
        return self._whole("indicators", theme=theme, status=status, edition=edition)

    def indicator(self, key: str, *, edition: str | None = None) -> Answer:
        """The whole declaration of one indicator, as the API has it."""
        told: Answer = self.answer(f"indicators/{key}", edition=edition)["indicator"]
        return told

    def groups(self, *, kind: str | None = None, edition: str | None = None) -> Frame:
        """Populations and target groups."""
        return self._whole("groups", kind=kind, edition=edition)

    def regions(
        self, *, region_level: Key = None, year: int | None = None, edition: str | None = None
    ) -> Frame:
        """The regions that the edition has figures of."""
        return self._whole("regions", regionLevel=region_level, year=year, edition=edition)

    def releases(
        self, *, source: Key = None, indicator: Key = None, edition: str | None = None
    ) -> Frame:
        """The releases an edition stands on, with their licences."""
        return self._whole("releases", source=source, indicator=indicator, edition=edition)

    def editions(self) -> Frame:
        """Every edition, in order of its date."""
        rows = self._asking.ask("editions")["editions"]
        return self._frame(rows, WHOLE["editions"])

    def edition(self, id_: str) -> Answer:
        """One edition with what its editors wrote, as the API has it."""
        told: Answer = self._asking.ask(f"editions/{id_}")["edition"]
        return told

    def answer(self, resource: str, **parameters: Any) -> Answer:
        """An answer as the API gives it, with its edition, releases and links; parameters are
        called as in the API.
        """
        asked = parameters | {"edition": parameters.get("edition") or self.edition_asked}
        return self._heard(self._asking.ask(resource, **asked))

    def _paged(self, resource: str, columns: Columns, **parameters: Any) -> Frame:
        parameters["edition"] = parameters["edition"] or self.edition_asked
        rows: list[Row] = []
        for page in self._asking.pages(resource, **parameters):
            rows += self._heard(page)[resource]
        return self._frame(rows, columns)

    def _whole(self, resource: str, **parameters: Any) -> Frame:
        return self._frame(self.answer(resource, **parameters)[resource], WHOLE[resource])

    def _frame(self, rows: Sequence[Row], columns: Columns) -> Frame:
        made: Frame = self._made(rows, columns, self.lang)
        return made

    def _heard(self, answer: Answer) -> Answer:
        """Say once that figures are made up, so that nobody takes them for real ones."""
        if answer.get("edition", {}).get("synthetic") and not self._warned:
            self._warned = True
            title = answer["edition"]["monitor"]["title"]["en"]
            warnings.warn(f"the figures of “{title}” are made up", MadeUpFigures, stacklevel=4)
        return answer
