"""The only layer that knows views, models and workers, and connects them."""
