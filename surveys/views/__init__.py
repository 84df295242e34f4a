"""What colleagues do with surveys, page by page."""
