"""Controllers for the pad and its reading."""
