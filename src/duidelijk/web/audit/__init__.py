"""What was done, by whom, when: events that are only ever added, for whoever must account."""
