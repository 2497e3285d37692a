"""Pages of accounts: signing in, one's own account, and people for staff."""
