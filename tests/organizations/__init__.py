"""Organisations, their officers, universities and students."""
