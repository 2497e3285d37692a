"""The public face: home, the list of needs, a need as everybody may read it."""
