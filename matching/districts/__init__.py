"""The city's 31 districts: an editable master."""
