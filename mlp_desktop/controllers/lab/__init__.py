"""The Lab: what its tab shows, and what happens when a person changes the network."""
