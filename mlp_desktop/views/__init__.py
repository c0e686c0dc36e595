"""The widgets: they receive data through setters, and announce a person's actions by signals."""
