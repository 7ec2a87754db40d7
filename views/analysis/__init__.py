"""The analysis of a case: the chain from what was said to what is asked, drawn and as a table.

No rule lives here: what is a step and what leads to what is read by ``desktop.markers.chain``, and a step is written
where its register is, in the wizard of its marker.
"""
