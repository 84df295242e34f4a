"""Changing a draft: held, checked, recorded, merged with what others wrote, undone and done again."""
