"""Pages of files to import: bring one in, say how it is read, try it, import it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duidelijk.catalogue import Monitor
from duidelijk.foundation.folders import Busy, sweep_unfinished
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.importing.details import release_of
from duidelijk.sources.sheets.applying import apply
from duidelijk.sources.sheets.mapping import UNSETTLED, Details
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.audit.recording import record
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.data_desk import reading, uploads
from duidelijk.web.data_desk.desk import account, declared, home, language, monitor
from duidelijk.web.data_desk.mapping_answers import Answers, answered
from duidelijk.web.data_desk.mapping_form import form_context, wrong_in
from duidelijk.web.data_desk.outcome_words import sample_rows
from duidelijk.web.data_desk.receiving import LARGEST, NOT_TAKEN
from duidelijk.web.data_desk.running import TOLD, gone, import_command
from duidelijk.web.data_desk.telling import Wrong, ended, sentence, told, told_refusal
from duidelijk.web.data_desk.uploads import Upload
from duidelijk.web.operations.running import start
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_LOOKED_AT = 200


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_FIGURES)
def files(request: HttpRequest) -> HttpResponse:
    """Bring a file in; and those that are under way."""
    for each in uploads.sweep():
        record(None, "swept_upload", each.file, upload=each.id)
    context: dict[str, Any] = {"declared": declared() is not None}
    status = 200
    if request.method == "POST" and context["declared"]:
        try:
            return _receive(request)
        except Refused as refusal:
            context["problems"], status = told_refusal(refusal, language()), 400
    context |= {
        "largest": LARGEST // 1_000_000,
        "days": uploads.KEPT_DAYS,
        "uploads": [_row(each) for each in uploads.uploads()],
    }
    return render_private(request, "data_desk/files.html", context, status=status)


def _receive(request: HttpRequest) -> HttpResponse:
    user, given = account(request), request.FILES.get("file")
    if given is None:
        phrases = words(language())
        large = int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST
        key = "desk_file_too_large" if large else "desk_no_file"
        if request.META.get(NOT_TAKEN):
            key = "desk_not_taken"
        raise Refused("", [Problem("file", 0, phrases[key].format(most=LARGEST // 1_000_000))])
    sweep_unfinished(home().uploads)
    try:
        held = uploads.receive(given, user.name, str(user.pk))
    except OSError:
        raise _not_taken() from None
    try:
        held = reading.look(held, monitor())
    except OSError:
        uploads.remove(held)
        raise _not_taken() from None
    except BaseException:  # also what nobody foresaw: nothing stays that has no form
        uploads.remove(held)
        raise
    record(user, "uploaded_file", held.file, upload=held.id, sha256=held.sha256, bytes=held.size)
    return HttpResponseRedirect(reverse("upload", args=[held.id]))


def _not_taken() -> Refused:
    """What to say when the disk of the server takes no more."""
    return Refused("", [Problem("", 0, words(language())["desk_not_taken"])])


def _row(held: Upload) -> dict[str, Any]:
    phrases = words(language())
    stage = held.stage
    ended = held.outcome
    if held.importing:
        state = f"upload_importing_{ended.state if ended else stage}"
    else:
        state = f"upload_{'tried' if ended else 'open'}"
    return {
        "id": held.id,
        "file": held.file,
        "by": held.by,
        "moment": moment_words(dt.datetime.fromisoformat(held.moment)),
        "size": _size(held.size),
        "state": phrases[state],
        "swept": moment_words(held.swept),
        "url": reverse("tried" if held.importing else "upload", args=[held.id]),
    }


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{max(1, round(size / 1000))} kB"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_FIGURES)
def upload(request: HttpRequest, upload: str) -> HttpResponse:
    """Say how a file is read, and what publication it is."""
    held = uploads.upload(upload)
    if held is None or held.sort == uploads.LOCAL:
        return gone(request)
    if held.importing:
        return HttpResponseRedirect(reverse("tried", args=[held.id]))
    if request.method == "POST":
        try:
            with uploads.changing(upload) as mine:
                return _change(request, mine, monitor())
        except Busy:
            return _busy(request, held)
        except OSError:
            return _page(request, held, monitor(), problems=_not_taken(), status=503)
        except Refused as refusal:
            if uploads.upload(upload) is None:
                return gone(request)
            return _page(request, held, monitor(), problems=refusal, status=400)
    return _page(request, held, monitor())


def _busy(request: HttpRequest, held: Upload) -> HttpResponse:
    """Somebody else changes the same file now: what was typed is shown again."""
    return _page(request, held, monitor(), busy=True, status=503)


def _change(request: HttpRequest, held: Upload, declared: Monitor) -> HttpResponse:
    """Keep what a form says; and start a try when that is asked and nothing is open."""
    here = HttpResponseRedirect(reverse("upload", args=[held.id]))
    if held.importing:
        return HttpResponseRedirect(reverse("tried", args=[held.id]))
    if "sheet" in request.POST:
        _check_basis(request, held)
        found = reading.reading(
            held, declared, reading.of_sheet(held, declared, request.POST["sheet"])
        )
        reading.keep(found)
        uploads.changed(held)
        return here
    given = request.FILES.get("releases")
    if held.sort == "tidy" and given is not None:
        uploads.keep_releases(held, given)
        held = uploads.changed(held)
    details = _details(request, held)
    if held.sort == "mapped":
        _check_basis(request, held)
        found = reading.reading(held, declared)
        answers = answered(found, request.POST, language())
        found = reading.reading(held, declared, answers.mapping)
        if answers.wrong:
            return _page(request, held, declared, answers=answers, tried=True, status=400, of=found)
        reading.keep(found)
        held = uploads.changed(held, details=details)
        ready = not found.open
    else:
        held = uploads.changed(held, details=details)
        ready = held.sort != "tidy" or held.releases_path.is_file()
    wrong = _wrong_details(held.details, held, declared)
    if "try" not in request.POST:
        messages.success(request, words(language())["saved"])
        return here
    if not ready or wrong:
        return _page(request, held, declared, tried=True, kept=True, status=400)
    uploads.write(replace(held, trying=timezone.now().isoformat()))
    start(*import_command(held, "tried.json"), "--dry-run")
    return HttpResponseRedirect(reverse("tried", args=[held.id]))


def _check_basis(request: HttpRequest, held: Upload) -> None:
    """Refuse answers to a form that somebody else's answers made another. Raises ``Refused``."""
    if request.POST.get("basis", "") != _basis(held):
        phrases = words(language())
        raise Refused("", [Problem("", 0, phrases["desk_overtaken"])])


def _basis(held: Upload) -> str:
    return hashlib.sha256(held.mapping_path.read_bytes()).hexdigest()[:16]


def _details(request: HttpRequest, held: Upload) -> dict[str, str]:
    """What is told of the publication."""
    told = dict(held.details)
    for name in TOLD:
        if name in request.POST:
            told[name] = " ".join(request.POST[name].split())[:500]
    return {name: text for name, text in told.items() if text}


def _wrong_details(details: dict[str, str], held: Upload, declared: Monitor) -> dict[str, str]:
    """What is missing or wrong of the publication, by field."""
    if held.sort in ("template", "tidy"):
        return {}
    try:
        release_of(Details(**details), declared, held.mapping or "table")
    except Refused as refusal:
        problems = told(refusal.problems, language())
        names = [each.where.removeprefix("--") for each in refusal.problems]
        wrong = {
            name: sentence(each) if details.get(name) else ended(each.what)
            for name, each in zip(names, problems, strict=True)
        }
        if "source" in wrong:  # which has a licence
            wrong.pop("licence", None)
        return wrong
    return {}


def _page(
    request: HttpRequest,
    held: Upload,
    declared: Monitor,
    *,
    answers: Answers | None = None,
    of: reading.Reading | None = None,
    problems: Refused | None = None,
    tried: bool = False,
    kept: bool = False,
    busy: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form of a file, with what was typed and what is wrong with it.

    Once it was *tried* everything that is wrong or open is listed above it.
    """
    spoken = language()
    details = _detail_fields(request, held, declared, tried=tried)
    context: dict[str, Any] = {
        "held": held,
        "size": _size(held.size),
        "swept": moment_words(held.swept),
        "busy": busy,
        "kept": kept,
        "problems": told_refusal(problems, spoken) if problems else [],
        "details": details,
        "open": sum(each["open"] for each in details),
        "has_releases": held.releases_path.is_file(),
    }
    if held.sort == "mapped":
        try:
            found = of or reading.reading(held, declared)
            if answers is None and problems is not None and request.method == "POST":
                answers = answered(found, request.POST, spoken)
            asked = form_context(found, answers or Answers(found.mapping), spoken)
            context |= asked | {"open": asked["open"] + context["open"]}
            context |= _preview(found, declared)
            context["basis"] = _basis(held)
        except Refused as refusal:
            context["problems"] += told_refusal(refusal, spoken)
            status = max(status, 400)
    if tried:
        context["wrong"] = _wrong(context, held)
    return render_private(request, "data_desk/upload.html", context, status=status)


def _wrong(context: dict[str, Any], held: Upload) -> list[Wrong]:
    """Everything that keeps a file from a try, in the order of the form."""
    wrong = []
    if held.sort == "tidy" and not context["has_releases"]:
        wrong.append(Wrong("releases", words(language())["desk_releases_missing"]))
    if held.sort == "mapped":
        wrong += wrong_in(context, words(language()))
    return wrong + [
        Wrong(each["name"], each["wrong"]) for each in context["details"] if each["wrong"]
    ]


def _preview(found: reading.Reading, declared: Monitor) -> dict[str, Any]:
    """The first figures as the mapping is now, and what does not fit besides what is open."""
    applied = apply(found.mapping, found.sheet, declared, only=_LOOKED_AT)
    open_ = ("still to be settled", "is not given", UNSETTLED)
    problems = [each for each in applied.problems if not any(words in each.what for words in open_)]
    rows = applied.figures.head(5).to_dicts()
    return {
        "sample": sample_rows(rows, declared, language()),
        "misfits": told(problems[:10], language()),
        "more_misfits": max(0, len(problems) - 10),
    }


def _detail_fields(
    request: HttpRequest, held: Upload, declared: Monitor, *, tried: bool
) -> list[dict[str, Any]]:
    """The fields about the publication; none where the file tells them itself.

    What is empty still is open; it is wrong once it was *tried*.
    """
    if held.sort in ("template", "tidy"):
        return []
    phrases = words(language())
    given = _details(request, held)
    wrong = _wrong_details(given, held, declared)
    fields = []
    for name in TOLD:
        value = request.POST.get(name, given.get(name, ""))
        choices = []
        if name == "source":
            every = {"": "—"} | {each.id: each.title for each in declared.sources.values()}
            choices = [
                {"value": key, "title": title, "chosen": key == value}
                for key, title in every.items()
            ]
        fields.append(
            {
                "name": name,
                "label": phrases[f"field_upload_{name}"],
                "help": phrases.get(f"help_upload_{name}", ""),
                "value": value,
                "choices": choices,
                "wrong": wrong.get(name, "") if tried or name in given else "",
                "open": name in wrong,
            }
        )
    return fields


@require_POST
@requires(Right.KEEP_FIGURES)
def remove_upload(request: HttpRequest, upload: str) -> HttpResponse:
    """Throw a file away that is not needed; what was imported from it stays."""
    phrases = words(language())
    try:
        with uploads.changing(upload) as held:
            if held.stage == "busy":
                messages.error(request, phrases["desk_busy"])
                return HttpResponseRedirect(reverse("tried", args=[held.id]))
            uploads.remove(held)
            record(account(request), "removed_upload", held.file, upload=held.id)
            messages.success(request, phrases["desk_removed"])
    except Busy:
        messages.error(request, phrases["desk_busy"])
    except Refused:
        pass  # gone already
    return HttpResponseRedirect(reverse("files"))
