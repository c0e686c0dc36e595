"""Controllers for stored runs."""
