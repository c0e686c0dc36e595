"""The diagnosis of a training: problems seen in its curves and layers, and what to change."""
