"""What happens when: the only place where views, models and workers meet."""
