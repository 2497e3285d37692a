"""Files in and out: the import of the existing register."""
