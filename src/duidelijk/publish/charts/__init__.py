"""Charts as SVG: pure functions from data to markup, styled by the page's stylesheet.

Every chart has ``role="img"``, a title and a description; the table with the same figures stands
beside it on the page. No scripts, no fonts, no colours of its own: only classes.
"""
