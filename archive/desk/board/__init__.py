"""The board: the start page of the desk, the quality board, the quick search, and their pictures.

What a limited editor sees here is what `visible_to` and `editable_by` give her, and every number leads to the
list of the very rows that it counts. No page takes more than twelve queries, however large the archive.
"""
