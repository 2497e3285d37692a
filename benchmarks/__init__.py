"""Measured speed, as ratios within one run; never timed in a test."""
