"""Statements of the public face: what is listed, what is one's own."""
