"""Frameworks of quality markers, passes, judgements, evidence, and stage wizards as data.

Here: the loader of packs in ``resources/markers``, registers and flags as data, judgements and their history.
Not here: the index (``disclosure``), pages (``views``), documents (``reports``).
"""
