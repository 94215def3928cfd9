"""Google Fit and Health Connect."""
