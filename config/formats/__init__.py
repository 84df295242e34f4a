"""How days and times are written, where Django writes them otherwise than our readers do."""
