"""One file for each export format, in a folder for each vendor."""
