"""Qt without widgets."""
