"""Vaults of every earlier schema."""
