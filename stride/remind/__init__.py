"""One calm line when it helps, on the screen or in the corner of it, at a time of your own."""
