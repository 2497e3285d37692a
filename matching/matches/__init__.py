"""Matches: one need, one offer, from the first proposal to the end."""
