"""Tables in files: Excel, CSV and compressed CSV read and written row by row, cells made clean.

Knows files and values only, no record of Jiedao; so every package above reads Excel alike.
"""
