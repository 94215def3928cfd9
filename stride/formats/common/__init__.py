"""What the formats share: heads of files, tables, times, zones, and how a folder is walked."""
