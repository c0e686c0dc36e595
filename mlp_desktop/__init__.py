"""The window: a drawing pad that reads digits, and tabs to train, examine and compare networks."""
