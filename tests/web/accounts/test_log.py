"""The log is only ever added to, by the database's own rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from duidelijk.web.accounts.models import User
from duidelijk.web.audit.models import Event
from duidelijk.web.audit.recording import record
from duidelijk.web.audit.showing import shown_events


@pytest.mark.django_db
def test_an_event_can_neither_be_changed_nor_deleted() -> None:
    event = record(None, "invited", "x@y.nl", roles=["editor"])
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(action="nothing")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        event.delete()
    assert Event.objects.get().action == "invited"


def test_the_log_is_paged_and_can_be_read_by_subject(
    person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(person("publisher"))
    for at in range(130):
        record(None, "roles_changed", f"nummer-{at}@example.nl", before=["reader"])
    first = client.get("/werkplek/logboek").content.decode()
    assert "nummer-129@" in first and "nummer-1@" not in first
    assert "nummer-1@" in client.get("/werkplek/logboek?pagina=2").content.decode()
    one = client.get("/werkplek/logboek?over=nummer-7@example.nl").content.decode()
    assert one.count("<tr>") == 2
    assert client.get("/werkplek/logboek?pagina=x&over=%00").status_code == 200


def test_the_log_tells_details_in_words(person: Callable[..., User]) -> None:
    staff = person("editor")
    record(None, "invited", "a@example.nl", roles=["editor", "publisher"], organisation="VNG")
    record(staff, "question_answered", "3", public=False)
    record(staff, "chose", "2021-1", development="stress|NL01|total|", choice="needs_duiding")
    record(staff, "wrote", "2021-1", never_seen="x")
    told = [(each["actor"], each["detail"]) for each in shown_events(Event.objects.order_by("pk"))]
    assert told[-4:] == [
        ("opdrachtregel van de server", "rollen: redacteur, uitgever; organisatie: VNG"),
        (f"{staff.name} <{staff.email}>", "openbaar: nee"),
        (
            f"{staff.name} <{staff.email}>",
            "ontwikkeling: stress · NL01 · total; keuze: vraagt duiding",
        ),
        (f"{staff.name} <{staff.email}>", "never seen: x"),
    ]
