"""Controllers for a network at moments of its training: now, and as it was kept."""
