"""ActiGraph."""
