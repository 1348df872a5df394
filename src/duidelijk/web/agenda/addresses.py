"""Addresses of the room where signals are worked on, all in the workspace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duidelijk.web.agenda import (
    action_views,
    ask_views,
    desk_views,
    inbox_views,
    merge_views,
    practice_views,
    step_views,
    table_views,
)

_SIGNAL = "werkplek/signalen/<int:key>"
_ASK = f"{_SIGNAL}/vraag/<int:of>"
_ACTION = f"{_SIGNAL}/actie/<int:of>"
_PRACTICE = "werkplek/handelen/<int:key>"
_MEETING = "werkplek/overleg/bijeenkomst/<int:key>"

AGENDA: list[URLPattern | URLResolver] = [
    path("werkplek/postvak", inbox_views.inbox, name="inbox"),
    path("werkplek/signalen", desk_views.signals, name="signals_desk"),
    path("werkplek/signalen/nieuw", desk_views.new_signal, name="new_signal"),
    path("werkplek/signalen/overnemen", desk_views.offered_signals, name="offered_signals"),
    path("werkplek/signalen/geadresseerden", table_views.addressees, name="addressees"),
    path("werkplek/signalen/geadresseerden/<int:key>", table_views.addressee, name="addressee"),
    path(_SIGNAL, desk_views.signal, name="signal_desk"),
    path(f"{_SIGNAL}/woorden", desk_views.reword_signal, name="reword_signal"),
    path(f"{_SIGNAL}/herkennen", desk_views.recognise_signal, name="recognise_signal"),
    path(f"{_SIGNAL}/samenvoegen", merge_views.merge, name="merge_signal"),
    path(f"{_SIGNAL}/uitgeven", desk_views.publish_signal, name="publish_signal"),
    path(f"{_SIGNAL}/stap/<slug:thing>/<int:of>/<slug:name>", step_views.step, name="signal_step"),
    path(f"{_SIGNAL}/vraag/nieuw", ask_views.new_ask, name="new_ask"),
    path(_ASK, ask_views.reword_ask, name="reword_ask"),
    path(f"{_ASK}/nota", ask_views.note, name="signal_note"),
    path(f"{_ASK}/nota.pdf", ask_views.note_file, name="signal_note_file"),
    path(f"{_ASK}/agenderen", ask_views.schedule_ask, name="schedule_ask"),
    path(f"{_SIGNAL}/actie/nieuw", action_views.new_action, name="new_action"),
    path(_ACTION, action_views.reword_action, name="reword_action"),
    path(f"{_ACTION}/mijlpaal", action_views.new_milestone, name="new_milestone"),
    path("werkplek/handelen", practice_views.practices, name="practices"),
    path("werkplek/handelen/nieuw", practice_views.new_practice, name="new_practice"),
    path(_PRACTICE, practice_views.practice, name="practice"),
    path(f"{_PRACTICE}/woorden", practice_views.change_practice, name="change_practice"),
    path(f"{_PRACTICE}/uitgeven", practice_views.publish_practice, name="publish_practice"),
    path(f"{_PRACTICE}/intrekken", practice_views.withdraw_practice, name="withdraw_practice"),
    path("werkplek/overleg", table_views.tables_desk, name="tables"),
    path("werkplek/overleg/<int:key>", table_views.table, name="table"),
    path("werkplek/overleg/<int:key>/gegevens", table_views.change_table, name="change_table"),
    path(_MEETING, table_views.meeting, name="meeting"),
    path(f"{_MEETING}/stukken.pdf", table_views.papers, name="meeting_papers"),
    path(f"{_MEETING}/afgelast", table_views.cancel_meeting, name="cancel_meeting"),
    path(f"{_MEETING}/punten", table_views.add_point, name="add_point"),
    path(f"{_MEETING}/punt/<int:point>/weg", table_views.drop_point, name="drop_point"),
    path(f"{_MEETING}/punt/<int:point>/<slug:name>", table_views.decide, name="decide"),
]
"""In both languages, found by name."""
