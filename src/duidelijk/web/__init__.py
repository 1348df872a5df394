"""The web: pages of frozen editions, served by Django and readable without JavaScript.

Comes in: the home of an instance (``DUIDELIJK_HOME``). Goes out: HTML in Dutch at ``/`` and in
English at ``/en/``. The only room that knows Django.
"""
