"""What a firm pays: the rate built up line by line, the premium, the cost all in.

The one idea: a price is a sum of lines, each with its payer and source, and the lines shown are
the lines serviced.  What must stay in the house (technical premium, aid equivalent) has types of
its own whose names begin with *Internal*; nothing a firm is shown can hold one.
"""
