"""Tests of the outbox: what is sent, when, and how often."""
