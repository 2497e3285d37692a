"""Tests of letters that gather."""
