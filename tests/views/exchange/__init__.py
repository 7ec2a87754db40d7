"""The pages of packs, driven by keys."""
