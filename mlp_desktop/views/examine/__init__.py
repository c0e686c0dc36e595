"""The Examine tab."""
