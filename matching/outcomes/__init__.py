"""Outcomes: what came of a match, approved, never edited."""
