"""The reader of data files as this room uses it; it stands in ``desktop.pack_file``, for the rooms below as well."""

from desktop.pack_file import Folder, PackFile, Table

__all__ = ["Folder", "PackFile", "Table"]
