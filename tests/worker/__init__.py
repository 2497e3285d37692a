"""Tests of the scheduler process and of every job of the clock."""
