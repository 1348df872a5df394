"""The addresses of signing in: ours first, then allauth's, which keeps their names."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from duidelijk.web.door import views

CLOSED = (
    "signup/",
    "email/",
    "confirm-email/",
    "login/code/confirm/",
    "3rdparty/signup/",
    "social/login/cancelled/",
    "social/login/error/",
    "social/signup/",
    "social/connections/",
)
"""Accounts come by invitation, which reached the address; nobody signs in by a code alone."""

DOOR: list[URLPattern | URLResolver] = [
    path("", views.door),
    *(path(each, views.closed) for each in CLOSED),
    path("confirm-email/<str:key>/", views.closed),
    path("password/reset/", views.password_reset),
    path("password/reset/done/", views.password_reset_done),
    path("3rdparty/", views.linked),
    path("3rdparty/login/cancelled/", views.sign_on_cancelled),
    path("3rdparty/login/error/", views.sign_on_failed),
    path("", include("allauth.urls")),
]
