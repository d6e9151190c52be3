"""What a file is made of: archives, encodings, delimiters, sheets, merged cells, records as text.

Reads the bytes of one uploaded file, inside the bounded child.
Knows no dataset and no meaning of a column beyond its header.
"""
