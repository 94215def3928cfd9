"""Names and first values of an unknown table to what they mean."""
