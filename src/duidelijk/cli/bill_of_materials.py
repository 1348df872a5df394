"""What this program runs on: every package with its version, licence and origin.

As CycloneDX 1.6, which tools that look for known weaknesses read. It tells what is installed, not
what was asked for; on the same installation it is the same, byte for byte.
"""

from __future__ import annotations

import json
import platform
import re
import sqlite3
import ssl
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import duidelijk
from duidelijk.foundation.problems import Problem, Refused

OURSELVES = "duidelijk"
_CLASSIFIER = "License :: OSI Approved :: "
_LOCK = "requirements.lock"
_LOCKED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill_of_materials() -> str:
    """The bill as JSON text. Raises ``Refused`` when this program is not installed as a package."""
    packages = _needed()
    ours = packages.pop(OURSELVES)
    hashes = _locked_hashes()
    components = [_component(*each, hashes) for each in sorted(packages.items())]
    bill: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _ourselves(ours)},
        "components": [*components, *_below()],
        "dependencies": [
            {"ref": _reference(each), "dependsOn": _depends_on(each, packages)}
            for each in [ours, *(one for _, one in sorted(packages.items()))]
        ],
    }
    return json.dumps(bill, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def licences() -> list[str]:
    """A line a package: name, version, licence."""
    packages = _needed()
    wide = max(map(len, packages))
    return [
        f"{name:<{wide}}  {each.version:<12} {licence_of(each) or 'not told'}"
        for name, each in sorted(packages.items())
    ]


def licence_of(package: Distribution) -> str:
    """What a package tells of its licence, in the words of SPDX where it uses these."""
    for text in (_told(package, "License-Expression"), _told(package, "License")):
        if known := _spdx(text):
            return known
    named = [
        each.removeprefix(_CLASSIFIER)
        for each in package.metadata.get_all("Classifier") or []
        if each.startswith(_CLASSIFIER)
    ]
    return ", ".join(sorted(named)) or _told(package, "License").partition("\n")[0][:80]


def _told(package: Distribution, name: str) -> str:
    return package.metadata[name].strip() if name in package.metadata else ""


def _spdx(text: str) -> str:
    try:
        return str(canonicalize_license_expression(text)) if text else ""
    except InvalidLicenseExpression:
        return ""


def _needed() -> dict[str, Distribution]:
    """This program and every installed package it needs, and those need, by name."""
    found: dict[str, Distribution] = {}
    asked: set[tuple[str, str]] = set()
    waiting = [(OURSELVES, "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in asked:
            continue
        asked.add((name, extra))
        try:
            package = found.get(name) or distribution(name)
        except PackageNotFoundError:
            if name == OURSELVES:
                problem = Problem("", 0, "it has no metadata", "install it as a package")
                raise Refused("This program is not installed:", [problem]) from None
            continue  # a marker of another system, or an extra that nobody installed
        found[name] = package
        waiting += _requirements(package, extra)
    return found


def _requirements(package: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    """What a package needs, with one of its extras or none: name, and extra of that."""
    for text in package.requires or []:
        needed = Requirement(text)
        if needed.marker is None or needed.marker.evaluate({"extra": extra}):
            name = canonicalize_name(needed.name)
            yield name, ""
            yield from ((name, each) for each in sorted(needed.extras))


def _component(name: str, package: Distribution, hashes: dict[str, list[str]]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": _reference(package),
        "name": name,
        "version": package.version,
        "purl": _reference(package),
    }
    if summary := _told(package, "Summary"):
        told["description"] = summary
    if licence := _licence(package):
        told["licenses"] = [licence]
    if locked := hashes.get(f"{name}=={package.version}"):
        told["externalReferences"] = [
            {
                "type": "distribution",
                "url": _reference(package),
                "comment": "installed from one of the files with these checksums",
                "hashes": [{"alg": "SHA-256", "content": each} for each in locked],
            }
        ]
    return told


def _licence(package: Distribution) -> dict[str, Any]:
    text = licence_of(package)
    if not text:
        return {}
    return {"expression": text} if _spdx(text) else {"license": {"name": text}}


def _ourselves(package: Distribution) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": _reference(package),
        "name": OURSELVES,
        "version": duidelijk.__version__,
        "licenses": [{"expression": "EUPL-1.2"}],
    }


def _below() -> list[dict[str, Any]]:
    """What Python brings along: weaknesses in these are known by their own versions."""
    openssl = ssl.OPENSSL_VERSION.split()
    parts = [
        ("platform", platform.python_implementation(), platform.python_version()),
        ("library", "SQLite", sqlite3.sqlite_version),
        ("library", openssl[0], openssl[1]),
    ]
    return [
        {"type": kind, "bom-ref": f"{name}@{version}", "name": name, "version": version}
        for kind, name, version in parts
    ]


def _depends_on(package: Distribution, packages: dict[str, Distribution]) -> list[str]:
    extras = ["", *(package.metadata.get_all("Provides-Extra") or [])]
    names = {name for extra in extras for name, _ in _requirements(package, extra)}
    return sorted(_reference(packages[name]) for name in names if name in packages)


def _reference(package: Distribution) -> str:
    name = canonicalize_name(package.metadata["Name"])
    if name == OURSELVES:
        return f"{OURSELVES}@{duidelijk.__version__}"
    return f"pkg:pypi/{name}@{package.version}"


def _locked_hashes() -> dict[str, list[str]]:
    """The checksums of the lock, by ``name==version``; empty where no lock came along."""
    package = Path(duidelijk.__file__).parent
    for lock in (package / _LOCK, package.parent.parent / _LOCK):
        if lock.is_file():
            text = lock.read_text(encoding="utf-8")
            break
    else:
        return {}
    starts = list(_LOCKED.finditer(text))
    ends = [each.start() for each in starts[1:]] + [len(text)]
    return {
        f"{canonicalize_name(each[1])}=={each[2]}": sorted(_HASH.findall(text[each.end() : end]))
        for each, end in zip(starts, ends, strict=True)
    }
