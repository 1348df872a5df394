"""What happens to a question: answered, shown to everybody or not, removed; all of it logged."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.questions.models import LONGEST, Question
from duidelijk.web.typed_text import plain

LONGEST_ANSWER = LONGEST * 2
"""Characters."""


class NotKept(Exception):
    """An answer that is ``empty`` or too ``long``."""


class Overtaken(Exception):
    """Somebody else answered in the meantime, or removed the question."""


@transaction.atomic
def keep_answer(
    number: int, text: str, public: bool, by: User | None, based_on: str | None = None
) -> Question:
    """Keep the answer to a question, and whether everybody may read both.

    *based_on* is the answer that was changed; where another stands there by now this raises
    ``Overtaken``. Raises ``NotKept`` for no answer, ``Question.DoesNotExist`` for no question.
    """
    held = Question.objects.select_for_update().get(pk=number)
    text = plain(text)
    if not text:
        raise NotKept("empty")
    if len(text) > LONGEST_ANSWER:
        raise NotKept("long")
    if based_on is not None and held.answer not in (based_on, text):
        raise Overtaken
    if (held.answer, held.public) != (text, public) or held.answered is None:
        if held.answer != text:
            held.answered = timezone.now()
        held.answer, held.public = text, public
        held.save()
        record(by, "question_answered", f"{number} {held.about}", public=public)
    return held


@transaction.atomic
def remove(number: int, by: User | None) -> None:
    """Delete a question with its answer, for good. Raises ``Question.DoesNotExist``."""
    held = Question.objects.select_for_update().get(pk=number)
    record(by, "question_removed", f"{number} {held.about}", answered=held.answered is not None)
    held.delete()
