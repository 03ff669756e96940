"""The tables of legal moves, one screen each. Nothing outside them moves a state."""
