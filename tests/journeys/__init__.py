"""Whole stories, through pages only."""
