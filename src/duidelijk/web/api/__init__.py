"""The API ``/api/v1``: what the editions hold, for other programs.

Comes in: a GET by the Dutch government's API Design Rules. Goes out: JSON, CSV or JSON-stat with
the edition it is of and the releases it rests on; a problem document when it cannot be answered.
Reads sealed editions and nothing else.
"""
