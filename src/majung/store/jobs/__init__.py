"""Work that is asked for and done later: queued by name, taken by workers, ended with its effects.

`queue` is for whoever asks; `work` is for the workers.  What a kind of job does stands in
`majung.operations.jobs`, which the store does not know.
"""
