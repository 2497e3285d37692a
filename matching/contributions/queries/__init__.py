"""Statements about one organisation's year: what counts, what comes, what its students did."""
