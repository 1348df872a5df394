"""The letters themselves: plain text, without pictures or anything that tells who read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from duidelijk.editions.edition import Edition
from duidelijk.publish.announcing import (
    Concerned,
    Interest,
    corrected_indicators,
    opening_words,
    reason_words,
    revised_indicators,
)
from duidelijk.publish.developments import Development, first_of_each
from duidelijk.web.dashboard.pages.striking import figure_url
from duidelijk.web.dashboard.places import Place
from duidelijk.web.notices.choices import choice_words
from duidelijk.web.notices.models import UNCONFIRMED_LASTS, Subscription
from duidelijk.web.words import words

_MOST_TOLD, _MOST_OF_YOURS = 12, 30
_MOST_NAMED = 40
_PER_THEME = 4
"""So that one theme does not fill a letter about everything."""


def confirmation(subscription: Subscription, word: str, edition: Edition) -> EmailMessage:
    """The letter that asks whether an address wants letters."""
    language = subscription.language
    phrases, title = words(language), edition.monitor.title.to(language)
    blocks = (
        phrases["mail_confirm_lead"].format(title=title),
        choice_words(subscription, edition, language),
        phrases["mail_confirm_link"],
        _whole(Place(language).confirm(word)),
        phrases["mail_confirm_else"].format(days=UNCONFIRMED_LASTS.days),
    )
    subject = phrases["mail_confirm_subject"].format(title=title)
    return _letter(subject, blocks, subscription)


def announcement(
    edition: Edition, wrong: Edition | None, interest: Interest, language: str
) -> tuple[str, str] | None:
    """Subject and text that tell of an edition, or of a correction when *wrong* is corrected by it.

    ``None`` for a correction of nothing that is followed. The same for everybody with the same
    interest; what is of one address is added by ``addressed``.
    """
    if wrong is not None:
        return _correction(edition, wrong, interest, language)
    phrases, place = words(language), Place(language, edition.id)
    name = f"{phrases['edition']} {edition.title.to(language)}"
    blocks = [
        phrases["mail_edition_lead"].format(edition=name),
        opening_words(edition, language),
        *_developments(edition, interest, place),
    ]
    if interest.everything and (revised := revised_indicators(edition, language)):
        blocks.append(phrases["edition_revised"])
        blocks += _named(revised, place, with_links=False)
        blocks.append(_whole(place.revised()))
    blocks += [phrases["mail_read"], _whole(place.front())]
    subject = f"{edition.monitor.title.to(language)}: {_small(name)}"
    return subject, "\n\n".join(filter(None, blocks))


def addressed(
    told: tuple[str, str], subscription: Subscription, edition: Edition, word: str
) -> EmailMessage:
    """The letter for one address: with what it chose, and its own link to stop."""
    language, (subject, text) = subscription.language, told
    phrases, place = words(language), Place(language)
    stop = _whole(place.unsubscribe(word))
    foot = (
        "-- ",
        f"{phrases['mail_why']} {choice_words(subscription, edition, language)}",
        f"{phrases['mail_stop']} {stop}",
        f"{phrases['mail_other']} {_whole(place.follow())}",
    )
    letter = _letter(subject, (text, "\n".join(foot)), subscription)
    letter.extra_headers |= {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<volgen.{_host()}>",
        # the same when it is sent once more, so that mail programs show it once
        "Message-ID": f"<editie.{edition.id}.{subscription.pk}@{_host()}>",
    }
    return letter


def _correction(
    edition: Edition, wrong: Edition, interest: Interest, language: str
) -> tuple[str, str] | None:
    phrases, place = words(language), Place(language, edition.id)
    concerned = corrected_indicators(wrong, edition, language, interest)
    of_others = not concerned and not interest.everything
    if of_others and corrected_indicators(wrong, edition, language):
        return None
    name = edition.title.to(language)
    heading = phrases["correction_concerns" if concerned else "correction_no_figures"]
    blocks = [
        phrases["mail_correction_lead"].format(edition=name, wrong=wrong.id, id=edition.id),
        f"{phrases['mail_correction_why']} {reason_words(edition, language)}",
        heading,
        *_named(concerned, place, with_links=True),
        phrases["mail_read"],
        _whole(place.front()),
    ]
    subject = phrases["mail_correction_subject"].format(
        title=edition.monitor.title.to(language), edition=name
    )
    return subject, "\n\n".join(filter(None, blocks))


def _developments(edition: Edition, interest: Interest, place: Place) -> list[str]:
    """What stands out, each with its sentence and address: of what is followed as much as a letter
    can hold; of everything the first of each indicator, some of every theme.
    """
    phrases, found = words(place.language), interest.of(edition)
    if edition.striking is None:
        return []
    if not found:
        return [phrases["mail_nothing" if interest.everything else "mail_nothing_of_yours"]]
    first = found[:_MOST_OF_YOURS]
    if interest.everything:
        first = [own[0] for own in first_of_each(found, _MOST_TOLD, _PER_THEME)]
    heading = phrases["mail_striking" if interest.everything else "mail_striking_of_yours"]
    blocks = [heading, *(_development(edition, each, place) for each in first)]
    if len(found) > len(first):
        blocks += [phrases["mail_more"], _whole(place.striking())]
    return blocks


def _development(edition: Edition, development: Development, place: Place) -> str:
    language = place.language
    title = edition.monitor.indicators[development["indicator"]].title.to(language)
    sentence = development["sentences"][language]
    return f"* {title}\n  {sentence}\n  {_whole(figure_url(place, development))}"


def _named(concerned: Sequence[Concerned], place: Place, with_links: bool) -> list[str]:
    lines = []
    for each in concerned[:_MOST_NAMED]:
        lines.append(f"* {each.title}: {each.told}")
        if with_links and each.declared:
            lines.append(f"  {_whole(place.indicator(each.id))}")
    if len(concerned) > _MOST_NAMED:
        lines.append(f"{words(place.language)['and_more']} {len(concerned) - _MOST_NAMED}")
    return ["\n".join(lines)] if lines else []


def _letter(subject: str, blocks: Iterable[str], subscription: Subscription) -> EmailMessage:
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": subscription.language}
    # a line end in a declared title would end the heading
    plain = " ".join(subject.split())
    return EmailMessage(
        plain, "\n\n".join(blocks) + "\n", None, [subscription.email], headers=headers
    )


def _whole(path: str) -> str:
    return f"{settings.ADDRESS}{path}"


def _host() -> str:
    return urlsplit(settings.ADDRESS).hostname or "localhost"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
