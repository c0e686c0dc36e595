"""Controllers for explaining an answer."""
