def domain(*texts): return "other"
