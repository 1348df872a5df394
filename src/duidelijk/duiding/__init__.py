"""Duiding: what people make of the figures, in rounds, by perspective, with evidence and dissent.

Comes in: what participants wrote, estimated and weighed. Goes out: how a group's mix of
perspectives is, how far it agrees, and the report of a session as it is sealed into an edition.
"""
