"""What people fill in: at the door, when joining, in the settings, and on the first day."""
