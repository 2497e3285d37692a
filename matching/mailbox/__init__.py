"""A person's letters and wishes: in the app, by e-mail at once, or gathered."""
