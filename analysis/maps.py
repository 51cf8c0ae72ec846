"""What the maps of this book are about.

Natural Earth's border runs up to 5 km off the gates of Kachin, so no map here is closer than the
region, and every one says so in its note.
"""

from heavyground.charts.palette import Ground

# Courses that no map package has, as {name: [(lat, lon), ...]} downstream: schematic, and good to a
# few kilometres.
COURSES = {
    "Kok": [(20.50, 99.20), (20.06, 99.36), (19.91, 99.83), (20.22, 100.14)],
    "Sai": [(20.72, 99.62), (20.43, 99.88), (20.35, 100.08)],
    "N'Mai": [(25.60, 98.38), (25.80, 98.08)],
}

GROUND = Ground(
    region=(92.0, 101.0, 19.2, 28.2),  # Kachin, Shan, the Thai rivers and the ways to India
    shaded="Kachin State",
    says="Shaded: Kachin State, whoever holds it.",
    borders="Borders are those of Natural Earth and up to {5 km <rule>} off near the gates",
)
