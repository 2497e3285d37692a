"""The vocabulary of helping: skill groups, skills, licences, things that can be lent."""
