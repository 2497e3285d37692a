"""Letters that gather: the weekly digest, reminders of what is still open."""
