"""Tests of the offers room."""
