"""Real books from elsewhere: read whole, checked against themselves, kept where they can be kept.

The one idea: nothing is corrected on the way in.  A cell that cannot be read keeps the whole file
out; a row that can be read and looks odd is taken as it is and told in a data-quality report.
"""
