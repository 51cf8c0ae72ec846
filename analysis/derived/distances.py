"""Distances between our own coordinates."""

from heavyground.derived.registry import Inputs, Registry

values = Registry()


def _way(legs: str, *places: str) -> dict[str, object]:
    return {"legs": legs, "places": places, "names": ", ".join(places)}


@values.derive_each(
    "distance_{key}",
    unit="km",
    over={
        "pangwa_mae_sai": _way("straight line", "Pangwa", "Mae Sai"),
        "chipwi_houqiao": _way("straight line", "Chipwi", "Houqiao"),
        "pangwa_ledo": _way(
            "straight legs",
            "Pangwa",
            "Chipwi",
            "Myitkyina",
            "Mogaung",
            "Tanai",
            "Shingbwiyang",
            "Pansaung",
            "Pangsau Pass",
            "Jairampur",
            "Lekhapani",
            "Ledo",
        ),
    },
)
def distance(book: Inputs, key: str, legs: str, places: tuple[str, ...], names: str) -> float:
    """{legs} between our coordinates: {names} (data/places.csv)"""
    return book.distance(*places)
