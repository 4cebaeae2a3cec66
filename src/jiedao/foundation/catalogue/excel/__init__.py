"""The catalogue as an Excel sheet: one line a condition, read in many shapes, written in one."""
