"""Matches: from the first question to the end."""
