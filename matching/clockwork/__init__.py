"""The clock's memory: who leads, which slot of which job has been run."""
