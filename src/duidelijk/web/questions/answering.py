"""What editors do with questions: read them, answer them, show them to everybody."""

from __future__ import annotations

from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.recording import prepare_database

_SEE = "see them with: questions list --all"


def listed(every: bool) -> list[str]:
    """The questions without an answer, or *every* one, newest first, some lines each."""
    prepare_database()
    from django.utils import timezone

    from duidelijk.web.questions.models import Question

    held = Question.objects.all()
    if not every:
        held = held.filter(answered__isnull=True)
    lines = []
    for each in held:
        asked = timezone.localtime(each.asked).strftime("%Y-%m-%d %H:%M")
        shown = "answered" if each.answered else "open"
        public = ", public" if each.public else ""
        lines.append(f"{each.pk}  {asked}  {shown}{public}  {each.about} (edition {each.edition})")
        lines += [f"    {line}" for line in each.text.splitlines()]
        lines += [f"    > {line}" for line in each.answer.splitlines()]
    return lines


def answer(number: int, text: str, public: bool) -> str:
    """Keep the answer to a question and say where it can be read. Raises ``Refused``."""
    prepare_database()
    from duidelijk.web.dashboard.places import Place
    from duidelijk.web.questions.keeping import LONGEST_ANSWER, NotKept, keep_answer
    from duidelijk.web.questions.models import Question

    told = {
        "empty": ("the answer is empty", "write one"),
        "long": (f"the answer is longer than {LONGEST_ANSWER} characters", "shorten it"),
    }
    try:
        held = keep_answer(number, text, public, None)
    except Question.DoesNotExist:
        raise _refused(number, "there is no such question", _SEE) from None
    except NotKept as problem:
        raise _refused(number, *told[str(problem)]) from None
    where = Place(held.language).question(held.token)
    return f"Question {number} answered: {where}{' and on the public page' if public else ''}"


def remove(number: int) -> str:
    """Delete a question with its answer, for good. Raises ``Refused``."""
    prepare_database()
    from duidelijk.web.questions.keeping import remove as delete
    from duidelijk.web.questions.models import Question

    try:
        delete(number, None)
    except Question.DoesNotExist:
        raise _refused(number, "there is no such question", _SEE) from None
    return f"Question {number} removed, with its answer"


def _refused(number: int, what: str, remedy: str) -> Refused:
    return Refused("That is not possible:", [Problem(f"question {number}", 0, what, remedy)])
