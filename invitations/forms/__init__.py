"""What a manager fills in."""
