"""Training: minibatches, steps, epochs, history, and checkpoints from which a training resumes exactly."""
