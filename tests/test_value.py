"""Values: tuples whose fields have names."""

import pytest

from psi_cli.value import Value


class Point(Value):
    """A point for these tests."""

    x: int
    y: int = 0
    name: str = "here"


def test_fields_are_given_by_place_or_name_and_have_defaults() -> None:
    assert Point(1) == (1, 0, "here")
    assert Point(1, name="there") == Point(1, 0, "there")
    assert (Point(x=3).x, Point(3, 4).y) == (3, 4)


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, 2, "a", 4), {}), ((1,), {"x": 2}), ((1,), {"z": 2}), ((), {"y": 1})],
)
def test_fields_too_many_too_few_or_unknown_are_refused(given: tuple, named: dict) -> None:
    with pytest.raises(TypeError, match="Point"):
        Point(*given, **named)


def test_a_value_cannot_be_changed_but_replaced() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    assert point._replace(y=5) == Point(1, 5)
    assert point._asdict() == {"x": 1, "y": 0, "name": "here"}
    assert Point._make((1, 2, "c")) == Point(1, 2, "c")
    assert repr(point) == "Point(x=1, y=0, name='here')"
