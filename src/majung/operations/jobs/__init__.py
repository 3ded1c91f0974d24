"""What kinds of jobs there are, who does them and when: `store.jobs` holds them, this binds them.

`kinds` says what a kind does, `working` is the worker, `scheduling` asks for what is due by the
calendar, `managing` is for people.
"""
