"""MERGING: people, terms, centers, outlets and series made one, or two again; pairs that may be one.

`archive.merging` folds and unfolds; here stand who may, what is shown beforehand, what follows in the search
and in the tree of terms, and the finder of likely duplicates (`twins`).
"""
