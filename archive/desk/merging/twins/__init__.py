"""TWINS: pairs of records that may be one, with the reasons, found all at once and kept until decided.

Records meet only under a common key (a folded name, a sketch, an address), never each with each: the finder
grows with the archive, not with its square. Nothing is merged here. What an editor has called two stays so.
"""
