"""A small slice of the example year: played twice from one seed, it is the same world."""

from datetime import date

from majung.example.play import play_of
from majung.example.world import world_of
from majung.store.upkeep.digests import database_digest


def test_a_slice_of_the_year_is_played(fresh_database):
    import time
    world = world_of(2024).slice(applications=12, last_on=date(2024, 2, 29))
    t = time.perf_counter()
    play_of(world).run(lambda d: print(d, round(time.perf_counter()-t,2)))
    print(database_digest())
