"""Follows every link from the front pages on, and tells which lead to nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from duidelijk.foundation.problems import Problem
from duidelijk.web.static_site.links import names_in
from duidelijk.web.static_site.making import Made

_ADDRESS = re.compile(r"(?:/en)?(?:/edities/[^/]+)?(?P<rest>/.*)?")
Mill = Callable[[Sequence[str]], Iterable[Made]]
"""Makes what is at each of these addresses, in any order."""
Step = Callable[[int, int, str], None]
"""Is told how many addresses are done, how many are known, and the one just done."""


@dataclass
class Crawled:
    """Everything that was found by following links."""

    made: list[Made] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """Links to nothing, and what a page would ask of another site."""


def crawl(starts: Iterable[str], mill: Mill, folder: Path, step: Step) -> Crawled:
    """Make what is at the addresses in *starts* and at every address that these lead to.

    Pages are read back from *folder*, where the mill writes them, for the parts that links point
    at.
    """
    led_here = {_same(each): "" for each in starts}
    wave, crawled = sorted(led_here, key=_neighbours), Crawled()
    pointed: dict[str, dict[str, str]] = {}
    while wave:
        found: list[str] = []
        for made in mill(wave):
            crawled.made.append(made)
            if not made.file:
                crawled.problems.append(_dead(led_here[_same(made.address)], made.address))
            crawled.problems += [
                Problem(made.address, 0, f"asks {each} of another site")
                for each in made.links.others
            ]
            for address in made.links.addresses:
                if _same(address) not in led_here:
                    led_here[_same(address)] = made.address
                    found.append(_same(address))
            for address, part in made.links.fragments:
                pointed.setdefault(_same(address), {}).setdefault(part, made.address)
            step(len(crawled.made), len(led_here), made.address)
        wave = sorted(found, key=_neighbours)
    crawled.problems += _pointing_at_nothing(crawled.made, pointed, folder)
    return crawled


def _same(address: str) -> str:
    """One way to write an address: links may have a slash at the end, or quote what need not be."""
    return unquote(address).rstrip("/") or "/"


def _neighbours(address: str) -> tuple[str, str]:
    """Sorts the same page in both languages, with and without its edition, beside each other: what
    was read for the one serves the other.
    """
    found = _ADDRESS.fullmatch(address)
    return (found["rest"] or "", address) if found else (address, address)


def _dead(from_: str, to: str) -> Problem:
    return Problem(from_ or to, 0, f"leads to {to}, where nothing is")


def _pointing_at_nothing(
    made: Iterable[Made], pointed: dict[str, dict[str, str]], folder: Path
) -> Iterator[Problem]:
    """Links to a part of a page that the page does not have."""
    for each in made:
        parts = pointed.get(_same(each.address))
        if not parts or not each.page:
            continue
        names = names_in((folder / each.file).read_text(encoding="utf-8"))
        for part in sorted(parts.keys() - names - {unquote(name) for name in names}):
            if unquote(part) not in names:
                yield _dead(parts[part], f"{each.address}#{part}")
