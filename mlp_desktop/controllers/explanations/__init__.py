"""What stands behind the pages beside the pad, one file each: they explain the digit that is chosen."""
