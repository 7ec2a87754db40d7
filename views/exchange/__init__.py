"""Packs and the merge: handing out, the register, taking back, differences and names to settle, the pack's own page."""
