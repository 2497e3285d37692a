"""Forms of the desk: asking people, and the one screen for a caller."""
