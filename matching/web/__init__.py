"""Pages and requests in general: forms, errors, security; knows no noun of the domain."""
