"""What the maps of this book are about, and the pieces of ground that several of them show.

Natural Earth's border runs up to 5 km off the gates of Kachin, so no map here is closer than the
region, and every one says so in its note.
"""

from heavyground.charts.palette import Ground

GROUND = Ground(
    shaded="Kachin State",
    says="Shaded: Kachin State, whoever holds it.",
    borders="Borders are those of Natural Earth and up to 5 km off near the gates",
)

# (west, east, south, north) in degrees
REGION = (92.0, 101.0, 19.2, 28.2)  # Kachin, Shan, the Thai rivers and the ways to India
