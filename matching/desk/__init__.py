"""The coordinators' desk: queues, candidates, telephone intake."""
