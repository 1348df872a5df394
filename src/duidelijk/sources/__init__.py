"""Sources: one module a protocol; each turns what a source publishes into a release.

Comes in: a feed's address or a file somebody has. Goes out: a ``SourceTable`` (what the table is,
and its observations in chunks, with the source's own codes), which ``drawing`` turns into figures
by what indicators declare. What was asked and what came back is kept (``archive``).
"""
