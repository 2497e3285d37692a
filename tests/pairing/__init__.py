"""Pairing: rows to arrays to reasons."""
