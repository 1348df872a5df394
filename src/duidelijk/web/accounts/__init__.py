"""Who may come in and do what: organisations, accounts by invitation, roles, signing in."""
