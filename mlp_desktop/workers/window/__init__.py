"""Work for the window itself."""
