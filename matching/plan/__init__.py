"""The city's action plans: pillars, policies, initiatives and their stages by year."""
