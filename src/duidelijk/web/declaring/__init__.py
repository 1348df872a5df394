"""Declarations in the browser: what a monitor declares, as forms made of its JSON Schema."""
