"""What still keeps an edition in review from coming out, gathered from everywhere it is known."""

from __future__ import annotations

import datetime as dt

from duidelijk.editions.edition import Edition, edition_folders
from duidelijk.editions.readiness import Wait, reasons_to_wait
from duidelijk.editions.texts import LANGUAGES, Texts
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
from duidelijk.publish.prose import charts


def reasons(home: Home, review: Edition, texts: Texts | None, moment: dt.datetime) -> list[Wait]:
    """Every reason why *review* cannot come out with *texts* at *moment*; empty when it can.

    ``None`` for texts: it comes out without editors.
    """
    shown = {
        (name, language): list(charts(text.to(language)))
        for name, text in (texts.texts if texts else {}).items()
        for language in LANGUAGES
    }
    published = {path.name for path in edition_folders(home.editions)}
    revoked = FigureStore(home.figures).revoked()
    return reasons_to_wait(review, texts, shown, revoked, published, moment)
