"""Asking over HTTP, and keeping what came back."""
