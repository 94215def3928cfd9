"""Every sentence about days, goals, the study and health, so that one reader reads one room."""
