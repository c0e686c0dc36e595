"""What happens with a person's own drawings: said what they are, looked at, corrected, and learned from."""
