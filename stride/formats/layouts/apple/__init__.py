"""Apple Health."""
