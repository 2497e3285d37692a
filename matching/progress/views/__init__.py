"""Pages of the plan: its figures for everybody, and its keeping for the city."""

from matching.progress.views.figures import bp as bp
