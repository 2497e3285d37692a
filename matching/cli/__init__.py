"""Commands for the operator: flask serve, jobs, people, import, plan, demo."""
