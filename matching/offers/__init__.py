"""Offers: what volunteers, students, companies and groups can give."""
