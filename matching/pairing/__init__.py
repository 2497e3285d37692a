"""Rows to arrays to scoring, and back to proposals that people can read."""
