"""Needs: what residents and associations ask for."""
