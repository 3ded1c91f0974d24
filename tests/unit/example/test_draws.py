"""Draws: pure, spread over what they may be, and apart by purpose."""

from collections import Counter

from majung.example.draws import Draws

MANY = 6_000


def test_the_same_seed_purpose_and_index_give_the_same_draw():
    assert Draws(1).below(1000, "amount", 7) == Draws(1).below(1000, "amount", 7)


def test_another_seed_purpose_or_index_gives_draws_of_its_own():
    base = [Draws(1).below(10**9, "amount", at) for at in range(20)]

    assert base != [Draws(2).below(10**9, "amount", at) for at in range(20)]
    assert base != [Draws(1).below(10**9, "months", at) for at in range(20)]
    assert len(set(base)) == len(base)


def test_every_face_of_a_die_comes_about_as_often_as_the_others():
    faces = Counter(Draws(3).between(1, 6, "die", at) for at in range(MANY))

    assert set(faces) == {1, 2, 3, 4, 5, 6}
    assert max(faces.values()) - min(faces.values()) < MANY // 20


def test_what_has_twice_the_weight_comes_about_twice_as_often():
    drawn = Counter(Draws(4).weighted({"a": 2, "b": 1}, "w", at) for at in range(MANY))

    assert abs(drawn["a"] - 2 * drawn["b"]) < MANY // 20


def test_what_never_happens_never_does_and_what_always_does_always():
    draws = Draws(5)

    assert not any(draws.happens(0, "never", at) for at in range(500))
    assert all(draws.happens(100, "always", at) for at in range(500))
