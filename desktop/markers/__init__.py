"""Frameworks of quality markers, passes, judgements, evidence, stage wizards as data, and what is done in registers.

Here: the loader of packs in ``resources/markers``, registers and flags as data, judgements and their history,
conversations and events, the family one by one, feedback, and the chain from what was said to what is asked.
Not here: the index (``disclosure``), pages (``views``), documents (``reports``).
"""
