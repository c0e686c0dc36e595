"""A network at moments of its training: beside the run, and afterwards snapshot by snapshot."""
