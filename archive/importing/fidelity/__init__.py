"""FIDELITY: how much of a source a reader of the archive finds on the page, told work by work.

`pages` sees a page as a reader does, `evidence` what the capture holds, `judging` compares the two. Nothing
here writes; the rest of the room does not know it.
"""
