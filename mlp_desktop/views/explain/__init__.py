"""The pages that explain an answer."""
