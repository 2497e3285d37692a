"""What must hold under load, races and bad luck."""
