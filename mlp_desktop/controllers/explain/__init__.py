"""Controllers for the explanation pages."""
