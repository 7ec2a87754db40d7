"""The same vaults as the store's own tests."""

from tests.storage.conftest import copy, folder, template, words

__all__ = ["copy", "folder", "template", "words"]
