"""Names beside points keep apart, and stay where they usually stand when nothing is in the way."""

from itertools import combinations

from ui.charts.kit.spots import SIDES, Box, Point, box, shared, spots

PLOT = (340.0, 340.0)


def covered(points: list[Point]) -> list[Box]:
    sides = spots(points, PLOT)
    return [box(point, side) for point, side in zip(points, sides, strict=True)]


def test_names_stand_where_they_usually_do_when_nothing_is_in_the_way() -> None:
    points = [Point(80, 80, "Nivelle", "bottom center"), Point(250, 250, "gentle", "top center")]
    assert spots(points, PLOT) == ["bottom center", "top center"]


def test_brands_on_an_attribute_and_on_each_other_keep_their_names_apart() -> None:
    piles = [
        [Point(170, 170, "Nivelle", "bottom center"), Point(170, 170, "gentle", "top center")],
        [Point(170, 170, "Nivelle", "bottom center"), Point(172, 195, "gentle", "top center")],
        [Point(170, 195, "Nivelle", "bottom center"), Point(172, 170, "gentle", "top center")],
        [Point(170, 170, name, "bottom center") for name in ("Ava", "Bel", "Cor", "Dun")],
    ]
    for points in piles:
        for first, second in combinations(covered(points), 2):
            assert shared(first, second) == 0


def test_names_at_the_edge_stay_inside() -> None:
    for x, y in ((2.0, 170.0), (338.0, 170.0), (170.0, 2.0), (170.0, 338.0), (2.0, 2.0)):
        for usual in SIDES:
            only = covered([Point(x, y, "Long name here", usual)])[0]
            assert shared(only, Box(0, 0, *PLOT)) > 0.99 * 14 * 7 * 16
