"""The tables of the Lab."""
