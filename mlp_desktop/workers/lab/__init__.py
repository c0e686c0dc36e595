"""The threads of the Lab."""
