"""What the command line asks of the editors' room; Django is set up first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from duidelijk.editions.texts import Texts
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.recording import prepare_database


@dataclass(frozen=True)
class Approval:
    """What a publisher said may come out."""

    texts: Texts
    moment: dt.datetime
    by: str


def approved(edition: str) -> Approval | None:
    """The approval of an edition; ``None`` without one.

    Raises ``Refused`` when somebody wrote in it since.
    """
    prepare_database()
    from duidelijk.web.editorial.approving import digest
    from duidelijk.web.editorial.models import Desk
    from duidelijk.web.editorial.writing import texts_of

    desk = Desk.objects.select_related("approved_by").filter(edition=edition).first()
    if desk is None or desk.approved_by is None or desk.moment is None:
        return None
    texts = texts_of(edition)
    if digest(texts) != desk.approved_texts:
        raise Refused(
            f"Edition {edition} is not published:",
            [Problem(edition, 0, "was changed after it was approved", "have it approved again")],
        )
    return Approval(texts, desk.moment, str(desk.approved_by))


def forget_approval(edition: str) -> None:
    """An edition that is made anew is approved anew."""
    prepare_database()
    from duidelijk.web.editorial.approving import withdraw_approval

    withdraw_approval(edition, None)


def tell(action: str, subject: str, **detail: Any) -> None:
    """Keep in the log what was done on the command line."""
    prepare_database()
    from duidelijk.web.audit.recording import record

    record(None, action, subject, **detail)
