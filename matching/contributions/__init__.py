"""What an organisation and its people gave and asked for in a year."""
