"""What lies at a path: files, archives, streams, and the first look at a file."""
