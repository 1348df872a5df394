"""What stands on each kind of page: pure functions from an edition to what a template shows."""
