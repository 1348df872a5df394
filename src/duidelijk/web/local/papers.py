"""The picture of one municipality or GGD as a PDF."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse

from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.local_picture import own_picture_pdf
from duidelijk.publish.local.own import OwnFigure, OwnPicture, OwnTheme, OwnWords
from duidelijk.web.documents import Busy, made_document
from duidelijk.web.words import words

_COME_BACK = 10
"""Seconds after which to ask again."""


def own_document(
    edition: Edition, told: dict[str, Any], day: dt.date, language: str, *, private: bool
) -> HttpResponse:
    """What ``regional.own_page`` tells, as a PDF."""
    own = _picture(told, day, language, private=private)
    try:
        made = made_document(lambda: own_picture_pdf(own, edition.monitor, language))
    except Busy:
        response = HttpResponse(
            words(language)["document_busy"], status=503, content_type="text/plain; charset=utf-8"
        )
        response["Retry-After"] = str(_COME_BACK)
    else:
        response = HttpResponse(made, content_type="application/pdf")
        name = f"lokaal-beeld-{told['code']}-{language}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    return response


def _picture(told: dict[str, Any], day: dt.date, language: str, *, private: bool) -> OwnPicture:
    return OwnPicture(
        name=told["name"],
        day=day,
        private=private,
        example=told["example"],
        themes=tuple(
            OwnTheme(
                each["theme"],
                each["own"],
                tuple((group["name"], group["own"]) for group in each["groups"]),
                tuple(each["peers"]),
                tuple(each["whole"]),
            )
            for each in told["rows"]
        ),
        figures=tuple(_figure(each, words(language)["monitor_against"]) for each in told["series"]),
        words=tuple(_words(each) for each in told["observations"]),
        peers=tuple(told["peers"]),
    )


def _figure(each: dict[str, Any], against: str) -> OwnFigure:
    beside = [each["nation_level"], each["nation_trend"]]
    nation = f"{each['nation']}: {', '.join(filter(None, beside)) or '—'}" if each["nation"] else ""
    reference = each["reference"]
    told = each["reason"] or (f"{against} {reference}" if reference else "")
    return OwnFigure(
        each["indicator"],
        each["group"],
        each["value"],
        each["period"],
        each["trend"],
        f"({told})" if told else "",
        nation,
    )


def _words(each: dict[str, Any]) -> OwnWords:
    facts = [each["trend"], each["spread"], each["since"], each["figure"], each["source"]]
    return OwnWords(each["theme"], each["what"], f"({'; '.join(filter(None, facts))})")
