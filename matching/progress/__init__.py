"""The plan's figures, filled by approved outcomes, each opening to its records."""
