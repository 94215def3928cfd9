"""Samsung Health."""
