"""Who did what to which row: appended by staff actions, never edited."""
