"""Pages of the office, a module a subject: each gathers, lets `operations` act, and shows."""
