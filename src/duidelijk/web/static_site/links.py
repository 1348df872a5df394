"""Where a page leads: its links on this site, what it asks of others, and links to leave out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

_FIGURE_LINK = re.compile(
    r'<a\b[^>]*?\shref="([^"]*/indicator/[^"/]+/cijfer/[^"]*)"[^>]*>(.*?)</a>', re.DOTALL
)
_NAMED = re.compile(r'\s(?:id|name)="([^"]+)"')
_ASKED_OF_OTHERS = re.compile(
    r"<(?:img|script|iframe|source|video|audio|embed|object|use|image)\b[^>]*?"
    r'\s(?:src|data|href|srcset)="((?:https?:)?//[^"]*)"'
    r'|<link\b(?=[^>]*rel="(?:stylesheet|icon|preload|preconnect|dns-prefetch|modulepreload)")'
    r'[^>]*?\shref="((?:https?:)?//[^"]*)"'
)
_LEADING = re.compile(
    r'[\s"](href|src|action|content|poster|data|srcset|xlink:href|data-htmx)="([^"]+)"'
)
_IN_TEXT = r"(/[^\s\"'<>\\`&$]*)"
"""A path after the address of the site: up to what ends it in prose, code, JSON or Turtle."""


@dataclass(frozen=True)
class Links:
    """What one page leads to on its own site, and what a browser would ask of others for it."""

    addresses: tuple[str, ...]
    """Without fragments, in order of appearance."""
    fragments: tuple[tuple[str, str], ...]
    """Address and the part of that page a link points at, but for parts of this very page."""
    others: tuple[str, ...]
    """Addresses of other sites that showing the page would ask for; none should be here."""


def without_figures(page: str, kept: Callable[[str], bool]) -> str:
    """The page with links to pages of single figures turned into what they said.

    Those that are *kept* stay.
    """
    if "/cijfer/" not in page:
        return page
    return _FIGURE_LINK.sub(lambda found: found[0] if kept(unescape(found[1])) else found[2], page)


def links_of_page(page: str, address: str, site: str) -> Links:
    """The links of an HTML page at *address* of the site at *site*."""
    addresses: dict[str, None] = {}
    fragments: dict[tuple[str, str], None] = {}
    for name, value in dict.fromkeys(_LEADING.findall(page)):
        own = _own(unescape(value), address, site, always=name != "content")
        if own is None:
            continue
        path, fragment = own
        if path != address:
            addresses[path] = None
        if fragment and not (path == address and f'id="{fragment}"' in page):
            fragments[path, fragment] = None
    addresses |= dict.fromkeys(links_of_text(page, site).addresses)
    asked = _ASKED_OF_OTHERS.findall(page)
    others = [found for pair in asked for found in pair if found and not found.startswith(site)]
    return Links(tuple(addresses), tuple(fragments), tuple(others))


def links_of_text(text: str, site: str) -> Links:
    """The whole addresses on this site in any text: a feed, a catalogue, code to copy."""
    found = re.findall(re.escape(site) + _IN_TEXT, text)
    paths = (each.partition("#")[0].partition("?")[0].rstrip(".,;)") for each in found)
    # one that ends in a slash is the beginning of addresses
    return Links(tuple(dict.fromkeys(each for each in paths if not each.endswith("/"))), (), ())


def names_in(page: str) -> set[str]:
    """What links can point at within a page."""
    return {unescape(each) for each in _NAMED.findall(page)}


def _own(value: str, address: str, site: str, *, always: bool) -> tuple[str, str] | None:
    """A link as address and fragment when it stays on this site."""
    if value.startswith(site):
        value = value.removeprefix(site) or "/"
    elif not always or value.startswith("//"):
        return None
    elif not value.startswith(("/", "#", "?")):
        if ":" in value.partition("/")[0]:  # mailto:, https:, data:
            return None
        value = urljoin(address, value)
    if not value.startswith(("/", "#", "?")):  # another site, whose name begins as ours
        return None
    path, _, fragment = value.partition("#")
    return path.partition("?")[0] or address, fragment
