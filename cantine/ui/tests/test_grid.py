from cantine.ui.grid import FILE, fill_class, sheet


def test_the_grid_is_what_its_module_writes() -> None:
    assert FILE.read_text() == sheet()


def test_a_bar_is_never_empty_when_somebody_sits_there() -> None:
    assert [fill_class(share) for share in (0, 0.001, 0.24, 0.5, 1, 1.2)] == ["f0", "f5", "f25", "f50", "f100", "f100"]
