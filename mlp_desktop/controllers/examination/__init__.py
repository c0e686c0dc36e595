"""The Examine tab: what is chosen, the examination itself, what it found, and the files it is kept in."""
