"""What the layers of a network know: the activations of many samples as points in the plane, and who lies by whom."""
