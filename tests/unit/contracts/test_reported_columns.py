"""A heading names one column in every form of a servicer's file, and one form fits a file."""

from collections import Counter

from majung.contracts.reported import columns


def test_no_heading_names_two_columns():
    named = {(name.casefold().replace(" ", ""), column.key)
             for form in columns.FORMS for column in form for name in column.names}  # fmt: skip

    twice = [name for name, count in Counter(name for name, _ in named).items() if count > 1]

    assert twice == []


def test_the_form_is_told_by_its_columns():
    for form in columns.FORMS:
        assert columns.form_of({column.key for column in form}) is form
        required = {column.key for column in form if column.required}
        assert columns.form_of(required) is form
