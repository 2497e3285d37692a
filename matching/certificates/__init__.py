"""Certificates: what somebody did, on paper that anybody can verify by its code."""
