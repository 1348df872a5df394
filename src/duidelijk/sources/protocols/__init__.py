"""One module a protocol: asks for a table or reads a file, and gives a ``SourceTable``."""
