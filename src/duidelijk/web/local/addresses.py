"""Addresses of the room where the local picture is kept, all in the workspace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duidelijk.web.local import desk_views
from duidelijk.web.local.monitors import figures_views, views

_ONE = "werkplek/lokaal/<int:key>"
_MONITOR = "werkplek/lokaal/monitors/<int:key>"
_MEASURE = f"{_MONITOR}/indicator/<int:row>"

LOCAL: list[URLPattern | URLResolver] = [
    path("werkplek/lokaal", desk_views.desk, name="local_desk"),
    path("werkplek/lokaal/melden", desk_views.new_observation, name="new_observation"),
    path("werkplek/lokaal/beeld", desk_views.whole, name="local_whole"),
    path("werkplek/lokaal/eigen", desk_views.own, name="local_own"),
    path("werkplek/lokaal/eigen.pdf", desk_views.own_paper, name="local_own_paper"),
    path(_ONE, desk_views.observation, name="observation"),
    path(f"{_ONE}/wijzigen", desk_views.change_observation, name="change_observation"),
    path(f"{_ONE}/terugnemen", desk_views.withdraw_observation, name="withdraw_observation"),
    path(f"{_ONE}/tonen", desk_views.show_observation, name="show_observation"),
    path("werkplek/lokaal/monitors", views.monitors, name="local_monitors"),
    path("werkplek/lokaal/monitors/nieuw", views.new_monitor, name="new_local_monitor"),
    path(_MONITOR, views.monitor, name="local_monitor"),
    path(f"{_MONITOR}/wijzigen", views.change_monitor, name="change_local_monitor"),
    path(f"{_MONITOR}/terugnemen", views.withdraw_monitor, name="withdraw_local_monitor"),
    path(f"{_MONITOR}/indicator", views.add_measure, name="add_local_measure"),
    path(_MEASURE, views.measure, name="local_measure"),
    path(f"{_MEASURE}/wijzigen", views.describe_measure, name="describe_local_measure"),
    path(f"{_MONITOR}/cijfers", figures_views.bring_figures, name="local_figures"),
    path(f"{_MONITOR}/cijfers/<slug:upload>", figures_views.map_figures, name="local_figures_map"),
]
"""In both languages, found by name."""
