"""Duidelijk: from scattered public figures to a shared picture, and from that picture to action."""

__version__ = "0.1.0"
