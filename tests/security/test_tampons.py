from desktop.security.tampons import Reserve, Tampon

MIB = 1024 * 1024


def test_what_follows_takes_the_place_of_what_was_there():
    tampon = Tampon(2 * MIB)
    first = tampon.of(5)
    first[:] = b"abcde"

    assert tampon.of(MIB).obj is first.obj
    assert bytes(tampon.of(3)) == b"abc"


def test_a_view_of_former_use_hinders_nothing():
    """A failure keeps its frames, and they keep their views: memory under them cannot grow."""
    tampon = Tampon(3 * MIB)
    former = tampon.of(10)

    assert len(tampon.of(MIB + 1)) == MIB + 1
    assert len(former) == 10


def test_a_giant_takes_memory_of_its_own_and_leaves_none():
    tampon = Tampon(MIB)
    usual, giant = tampon.of(10), tampon.of(MIB + 1)

    assert len(giant) == MIB + 1
    assert giant.obj is not usual.obj
    assert tampon.of(10).obj is usual.obj


def test_one_is_lent_to_one_user_at_a_time_and_again_once_given_back():
    reserve = Reserve(MIB)
    with reserve.lent() as first, reserve.lent() as second:
        assert first is not second
    assert {reserve.lend(), reserve.lend()} == {first, second}
    assert reserve.lend() not in {first, second}
