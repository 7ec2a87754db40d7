"""Packs and the merge: handing out, the register, taking back, differences and names to settle, the pack's own page;
archives, and a case that moves to a vault of its own."""
