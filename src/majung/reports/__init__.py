"""Documents: one report model, from which every file and page is made.

A report holds exact values; one function writes a value, so PDF, XLSX, HWPX, SVG, JSON and pages
show the same characters.  A frozen document keeps its bytes, and what is needed to make them
again.  Renderers are imported by their full name, because they load large libraries.
"""
