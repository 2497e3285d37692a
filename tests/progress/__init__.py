"""Tests of the plan's figures and pages."""
