"""Addresses of the room where the local picture is kept, all in the workspace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duidelijk.web.local import desk_views

_ONE = "werkplek/lokaal/<int:key>"

LOCAL: list[URLPattern | URLResolver] = [
    path("werkplek/lokaal", desk_views.desk, name="local_desk"),
    path("werkplek/lokaal/melden", desk_views.new_observation, name="new_observation"),
    path("werkplek/lokaal/beeld", desk_views.whole, name="local_whole"),
    path("werkplek/lokaal/eigen", desk_views.own, name="local_own"),
    path(_ONE, desk_views.observation, name="observation"),
    path(f"{_ONE}/wijzigen", desk_views.change_observation, name="change_observation"),
    path(f"{_ONE}/terugnemen", desk_views.withdraw_observation, name="withdraw_observation"),
    path(f"{_ONE}/tonen", desk_views.show_observation, name="show_observation"),
]
"""In both languages, found by name."""
