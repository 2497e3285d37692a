"""The demo city: invented people, needs and three years of history, the same for one seed and day."""
