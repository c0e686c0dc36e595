"""Training: minibatches, steps, epochs, history, and checkpoints that resume exactly."""
