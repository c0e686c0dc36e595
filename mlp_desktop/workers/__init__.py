"""What takes long, each in a thread of its own that ends with exactly one outcome."""
