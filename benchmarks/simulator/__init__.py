"""A made-up city in which ways of finding helpers are compared; nothing in it is a real person."""
