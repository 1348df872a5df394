"""Who can be asked; the tables where people decide, their meetings, papers and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.agenda.workflow import State, Thing, Transition, possible
from duidelijk.catalogue import Text
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Kind, Right
from duidelijk.web.agenda import asking, notes, showing, tables
from duidelijk.web.agenda.asking import DECISIONS
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.forms import AddresseeForm, MeetingForm, StepForm, TableForm
from duidelijk.web.agenda.models import Addressee, Ask, Meeting, Point, Table
from duidelijk.web.agenda.parties import answers_for
from duidelijk.web.agenda.stepping import ANSWERS
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def addressees(request: HttpRequest) -> HttpResponse:
    """Everybody who can be asked, and the form for another."""
    form = AddresseeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _kept_addressee(request, form, None)
    context = {"form": form, "rows": Addressee.objects.select_related("organisation")}
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/addressees.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def addressee(request: HttpRequest, key: int) -> HttpResponse:
    """Change who can be asked."""
    held = get_object_or_404(Addressee, pk=key)
    form = AddresseeForm(request.POST or None, initial=AddresseeForm.initial_of(held))
    if request.method == "POST" and form.is_valid():
        return _kept_addressee(request, form, held)
    context = {"form": form, "held": held}
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/addressee.html", context, status=status)


def _kept_addressee(
    request: HttpRequest, form: AddresseeForm, held: Addressee | None
) -> HttpResponse:
    assert isinstance(request.user, User)
    told = form.cleaned_data
    name = Text(told["addressee_name"], told["addressee_name_en"])
    kind, organisation = Kind(told["addressee_kind"]), told["addressee_organisation"]
    try:
        if held is None:
            tables.add_addressee(name, kind, organisation, request.user)
        else:
            retired = told["addressee_retired"]
            tables.change_addressee(held.pk, name, kind, organisation, retired, request.user)
    except NotPossible as refused:
        form.add_error(None, showing.why_not(refused, get_language() or "nl"))
        template = "agenda/addressee.html" if held else "agenda/addressees.html"
        context = {"form": form, "held": held, "rows": Addressee.objects.all()}
        return render_private(request, template, context, status=400)
    messages.success(request, words(get_language())["saved"])
    return HttpResponseRedirect(reverse("addressees"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def tables_desk(request: HttpRequest) -> HttpResponse:
    """The tables with their next meetings, and the form for another."""
    language = get_language() or "nl"
    form = TableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            made = tables.add_table(form.both("table_name"), form.both("table_about"), request.user)
        except NotPossible as refused:
            form.add_error(None, showing.why_not(refused, language))
        else:
            return HttpResponseRedirect(reverse("table", args=[made.pk]))
    context = {"form": form, "rows": showing.table_rows(language)}
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/tables.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def table(request: HttpRequest, key: int) -> HttpResponse:
    """A table: what it is for, when it meets, and the form for another meeting."""
    language, held = get_language() or "nl", get_object_or_404(Table, pk=key)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        told = form.cleaned_data
        try:
            made = tables.add_meeting(held, told["meeting_on"], told["meeting_place"], request.user)
        except NotPossible as refused:
            form.add_error(None, showing.why_not(refused, language))
        else:
            return HttpResponseRedirect(reverse("meeting", args=[made.pk]))
    context = {
        "form": form,
        "key": key,
        "title": held.name_in(language),
        "about": held.about_en if language == "en" and held.about_en else held.about_nl,
        "meetings": [showing.meeting_row(each, language) for each in held.meetings.all()],
    }
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/table.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def change_table(request: HttpRequest, key: int) -> HttpResponse:
    """Change what a table is called and what it is for."""
    language, held = get_language() or "nl", get_object_or_404(Table, pk=key)
    form = TableForm(request.POST or None, initial=TableForm.initial_of(held))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            name, told = form.both("table_name"), form.both("table_about")
            tables.change_table(key, name, told, request.user)
        except NotPossible as refused:
            form.add_error(None, showing.why_not(refused, language))
        else:
            messages.success(request, words(language)["saved"])
            return HttpResponseRedirect(reverse("table", args=[key]))
    context = {"form": form, "key": key, "title": held.name_in(language)}
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/change_table.html", context, status=status)


@require_safe
@requires(Right.KEEP_AGENDA)
def meeting(request: HttpRequest, key: int) -> HttpResponse:
    """A meeting: its agenda, what was decided, and what else can be put on it."""
    language = get_language() or "nl"
    held = get_object_or_404(Meeting.objects.select_related("table"), pk=key)
    context = showing.meeting_page(held, language)
    return render_private(request, "agenda/meeting.html", context)


@require_POST
@requires(Right.KEEP_AGENDA)
def cancel_meeting(request: HttpRequest, key: int) -> HttpResponse:
    """Keep that a meeting does not go on."""
    assert isinstance(request.user, User)
    get_object_or_404(Meeting, pk=key)
    try:
        tables.cancel_meeting(key, request.user)
    except NotPossible as refused:
        messages.error(request, showing.why_not(refused, get_language() or "nl"))
    return HttpResponseRedirect(reverse("meeting", args=[key]))


@require_POST
@requires(Right.KEEP_AGENDA)
def add_point(request: HttpRequest, key: int) -> HttpResponse:
    """Put asks on the agenda of a meeting."""
    assert isinstance(request.user, User)
    get_object_or_404(Meeting, pk=key)
    for ask in request.POST.getlist("ask"):
        if Ask.objects.filter(pk=whole_number(ask)).exists():
            try:
                asking.schedule(whole_number(ask), key, request.user)
            except NotPossible as refused:
                messages.error(request, showing.why_not(refused, get_language() or "nl"))
    return HttpResponseRedirect(reverse("meeting", args=[key]))


@require_POST
@requires(Right.KEEP_AGENDA)
def drop_point(request: HttpRequest, key: int, point: int) -> HttpResponse:
    """Take an ask off the agenda of a meeting."""
    assert isinstance(request.user, User)
    _point(key, point)
    try:
        asking.unschedule(point, request.user)
    except NotPossible as refused:
        messages.error(request, showing.why_not(refused, get_language() or "nl"))
    return HttpResponseRedirect(reverse("meeting", args=[key]))


@require_safe
@requires(Right.KEEP_AGENDA)
def papers(request: HttpRequest, key: int) -> HttpResponse:
    """The papers of a meeting as one PDF."""
    held = get_object_or_404(Meeting.objects.select_related("table"), pk=key)
    return notes.papers_document(held, get_language() or "nl")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def decide(request: HttpRequest, key: int, point: int, name: str) -> HttpResponse:
    """The form of what a table decided on an ask."""
    assert isinstance(request.user, User)
    language, held = get_language() or "nl", _point(key, point)
    ask, signal = held.ask, held.ask.signal
    last = signal.steps.filter(thing=Thing.ASK, key=ask.pk).last()
    taken = _decision(State(last.after) if last else State.NONE, name)
    back = HttpResponseRedirect(reverse("meeting", args=[key]))
    if taken is None or last is None or held.decided:
        messages.error(request, words(language)["agenda_not_in_order"])
        return back
    sourced = name in ANSWERS and not answers_for(request.user, ask.addressee)
    form = StepForm(
        request.POST or None, taken=taken, sourced=sourced, initial={"step_on": held.meeting.on}
    )
    del form.fields["step_on"]
    status, seen = 200, whole_number(request.POST.get("seen", "")) or last.pk
    if request.method == "POST":
        status = 400
        if form.is_valid():
            form.cleaned_data["step_on"] = held.meeting.on
            by = ask.addressee.name_nl if sourced else request.user.organisation.name
            try:
                asking.decide(point, name, form.told(by, seen), request.user)
            except Overtaken:
                form.add_error(None, words(language)["agenda_overtaken"])
                seen, status = last.pk, 409
            except NotPossible as refused:
                form.add_error(None, showing.why_not(refused, language))
            else:
                messages.success(request, words(language)["step_taken"])
                return back
    context: dict[str, Any] = {
        "form": form,
        "seen": seen,
        "about": showing.row_words(ask, language),
        "signal": signal.title_in(language),
        "title": words(language)[f"do_ask_{name}"],
        "back": reverse("meeting", args=[key]),
        "danger": taken.after in showing.ENDS,
        "help": "",
        "key": signal.pk,
    }
    return render_private(request, "agenda/step.html", context, status=status)


def _point(meeting: int, point: int) -> Point:
    found = Point.objects.select_related("meeting__table", "ask__signal", "ask__addressee")
    return get_object_or_404(found, pk=point, meeting=meeting)


def _decision(state: State, name: str) -> Transition | None:
    steps = possible(Thing.ASK, state)
    return next((each for each in steps if each.name == name and name in DECISIONS), None)
