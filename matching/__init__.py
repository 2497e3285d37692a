"""Yui: a need comes in, a neighbour comes to help."""
