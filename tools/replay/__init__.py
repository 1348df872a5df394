"""Replays recorded replies of sources over HTTP on loopback, with the faults that real ones have.

Addresses are ``http://127.0.0.1:PORT/HOST/PATH``, so that it serves as a mirror:
``duidelijk collect --mirror http://127.0.0.1:PORT``.
"""
