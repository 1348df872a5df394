"""Files at the data desk as tests bring them in, and their form as a browser sends it back."""

from __future__ import annotations

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

FILES = "/werkplek/gegevens/bestanden"
STRESS = """\
Stress per provincie, 2030;;;
Provincie;18-34;Totaal;Opmerking
Groningen;13,1;12,8;=cmd()
Utrecht;x;9,4;
Noord-Brabant;.;10,2;
Bron: verzonnen;;;
"""
PUBLICATION = {
    "source": "verzonnen",
    "title": "Stress per provincie",
    "address": "https://example.org/stress",
    "published": "2031-02",
}


def brought(client: Client, content: str | bytes = STRESS, name: str = "Stress 2030.csv") -> str:
    """The address of the page of a file that was brought in."""
    body = content.encode() if isinstance(content, str) else content
    answer = client.post(FILES, {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def fields(page: str) -> dict[str, str]:
    """The form of a file as a browser would send it back."""
    found = dict(re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)".*?>(.*?)</select>', page):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        found[name] = (chosen or re.findall(r'<option value="([^"]*)"', options))[0]
    for name, text in re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>([^<]*)', page):
        found[name] = text
    return {name: html.unescape(text) for name, text in found.items()}
