"""No means no: who asked us to stop, whom colleagues hold questions back from, and letting go of who was asked."""
