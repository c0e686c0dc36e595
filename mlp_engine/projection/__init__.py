"""What the layers of a network know: activations of many samples as points in the plane, and their neighbours."""
