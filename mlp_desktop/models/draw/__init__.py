"""The drawing, the pen and the newest reading."""
