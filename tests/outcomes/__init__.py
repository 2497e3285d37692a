"""Tests of what came of it: reports, approvals, corrections."""
