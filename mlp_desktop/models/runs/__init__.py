"""State for stored runs."""
