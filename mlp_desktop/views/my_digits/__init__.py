"""The My digits tab, and the row on the Draw tab that fills it."""
