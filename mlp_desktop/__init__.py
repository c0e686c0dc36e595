"""The window: a pad that reads what is drawn on it, and a tab that trains networks before one's eyes."""
