"""The coordinators desk."""
