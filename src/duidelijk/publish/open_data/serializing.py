"""A catalogue in the forms in which it can be asked for: the same graph, the same bytes.

The library writes JSON-LD and RDF/XML in the order of a set, which differs from run to run; here
both are put in order.
"""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

from rdflib import Graph

_NUMBERED = re.compile(r"ns\d+")
"""Prefixes that both libraries make up where none was given."""
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def serialized(graph: Graph, form: str) -> bytes:
    """*graph* as ``turtle``, ``json-ld`` or ``xml``; it holds no nodes without an address."""
    made = graph.serialize(format=form, encoding="utf-8")
    if form == "json-ld":
        return json.dumps(_in_order(json.loads(made)), ensure_ascii=False, indent=2).encode()
    if form == "xml":
        return _xml_in_order(made, graph)
    return made


def _in_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted(map(_in_order, value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def _xml_in_order(made: bytes, graph: Graph) -> bytes:
    for prefix, namespace in graph.namespaces():
        if not _NUMBERED.fullmatch(prefix):
            ElementTree.register_namespace(prefix, str(namespace))
    root = ElementTree.fromstring(made)  # noqa: S314 - our own, made above
    for described in root:
        described[:] = sorted(
            described, key=lambda each: (each.tag, sorted(each.items()), each.text or "")
        )
    root[:] = sorted(root, key=lambda each: each.get(f"{_RDF}about", ""))
    ElementTree.indent(root)
    written: str = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'.encode()
