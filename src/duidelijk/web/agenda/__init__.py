"""Doen: signals are raised, taken up, put to who can act, answered, followed, and told back.

What is worked on stands in rows that only this room sees; what everybody may read is a version of a
whole signal that somebody published who wrote none of it.
"""
