"""The public pages: an edition's front page, its themes and indicators, and the archive."""
