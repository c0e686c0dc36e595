"""The store of people's own drawings, their list, and the guided session."""
