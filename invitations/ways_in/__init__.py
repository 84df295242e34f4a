"""The links by which an answer comes: personal ones, and those for everybody."""
