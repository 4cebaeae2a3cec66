"""The folder of a new application: what is wished for, the files, and what speaks against it."""
