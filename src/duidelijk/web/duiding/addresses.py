"""Addresses of sessions: the facilitator's in the workspace, those of who takes part beside it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duidelijk.web.duiding import (
    agenda_views,
    desk_views,
    entering_views,
    guest_views,
    outcome_views,
    report_views,
    room_views,
    taking_part_views,
)

_LED = "werkplek/sessies/<int:key>"
_OWN = "sessie/<int:key>"
_ITEM = f"{_OWN}/punt/<int:item>"

SESSIONS: list[URLPattern | URLResolver] = [
    path("werkplek/sessies", desk_views.sessions, name="sessions"),
    path("werkplek/sessies/nieuw", desk_views.new_session, name="new_session"),
    path(_LED, desk_views.session, name="session"),
    path(f"{_LED}/gegevens", desk_views.particulars, name="particulars"),
    path(f"{_LED}/overnemen", desk_views.take_over, name="take_over"),
    path(f"{_LED}/overdragen", desk_views.hand_over, name="hand_over"),
    path(f"{_LED}/agenda", agenda_views.agenda, name="agenda"),
    path(f"{_LED}/agenda/<int:item>", agenda_views.settle_item, name="settle_item"),
    path(f"{_LED}/mensen", guest_views.guests, name="guests"),
    path(f"{_LED}/mensen/vergeet", guest_views.forget_people, name="forget_people"),
    path(f"{_LED}/mensen/lijst", guest_views.many_guests, name="many_guests"),
    path(f"{_LED}/mensen/tafels", guest_views.seat, name="seat"),
    path(f"{_LED}/mensen/<int:member>/link", guest_views.guest_link, name="guest_link"),
    path(f"{_LED}/mensen/<int:member>/opnieuw", guest_views.invite_anew, name="invite_anew"),
    path(f"{_LED}/mensen/<int:member>/weg", guest_views.withdraw_guest, name="withdraw_guest"),
    path(f"{_LED}/verder", room_views.go_on, name="go_on"),
    path(f"{_LED}/zaal", room_views.room, name="room"),
    path(f"{_LED}/zaal/stand", room_views.room_state, name="room_state"),
    path(f"{_LED}/zaal/tonen", room_views.show, name="show_item"),
    path(f"{_LED}/ordenen/<int:item>", room_views.order, name="order"),
    path(f"{_LED}/uitkomst", outcome_views.outcomes, name="outcomes"),
    path(f"{_LED}/uitkomst/nieuw/<slug:kind>", outcome_views.new_outcome, name="new_outcome"),
    path(f"{_LED}/uitkomst/<int:outcome>", outcome_views.outcome, name="outcome"),
    path(f"{_LED}/verslag", report_views.desk_report, name="desk_report"),
    path(f"{_LED}/verslag.<slug:ending>", report_views.desk_report_file, name="desk_report_file"),
    path("sessie/kom/<str:word>", entering_views.come_in, name="come_in"),
    path(_OWN, taking_part_views.home, name="take_part"),
    path(f"{_OWN}/stand", taking_part_views.state, name="session_state"),
    path(f"{_OWN}/inbrengen", taking_part_views.propose_item, name="propose_item"),
    path(_ITEM, taking_part_views.item, name="item"),
    path(f"{_ITEM}/klad", taking_part_views.draft, name="draft"),
    path(f"{_ITEM}/zeggen", taking_part_views.contribute, name="contribute"),
    path(f"{_ITEM}/alsnog", taking_part_views.bring_in, name="bring_in"),
    path(f"{_ITEM}/terug/<int:statement>", taking_part_views.take_back, name="take_words_back"),
    path(f"{_ITEM}/lezing/<int:explanation>", taking_part_views.weigh, name="weigh"),
    path(f"{_OWN}/verslag", report_views.report, name="session_report"),
    path(f"{_OWN}/verslag.<slug:ending>", report_views.report_file, name="session_report_file"),
    path(f"{_OWN}/verslag/akkoord", report_views.approve, name="approve_report"),
    path(f"{_OWN}/verslag/<int:outcome>", report_views.weigh_outcome, name="weigh_outcome"),
    path(f"{_OWN}/mijn", entering_views.mine, name="my_data"),
    path(f"{_OWN}/mijn.json", entering_views.mine_file, name="my_file"),
    path(f"{_OWN}/mijn/vergeet", entering_views.forget_me, name="forget_me"),
    path(f"{_OWN}/mijn/toestel", entering_views.other_device, name="other_device"),
]
"""In both languages, found by name."""
