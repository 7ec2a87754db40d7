"""Tests, screens and benchmarks. Nothing shipped imports this package."""
