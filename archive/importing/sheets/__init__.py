"""Sheets: rows under a header become records, whatever file they stand in.

`decoding` tells the encoding of a text file, `delimited` parts it into rows, `layout` finds the header and
says what its columns hold, `facts` what only a whole column tells, `cells`, `bylines` and `days` read single
cells, and `rows` makes the records. The readers `csv` and `xlsx` bring the rows.
"""
