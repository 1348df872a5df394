"""The editors' room: texts, choices, review and publication of an edition."""
