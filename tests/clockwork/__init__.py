"""Tests of the clock: one leads, each slot runs once."""
