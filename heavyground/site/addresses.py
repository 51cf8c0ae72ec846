"""Every thing says its own address from the site's root; here it becomes a link from one page."""

from sphinx.util.osutil import relative_uri


def relative(here: str, href: str) -> str:
    """The address of `href` as the page `here` writes it; both from the site's root.

    >>> relative("chapters/tin.html", "data/prod.html#prod-0701")
    '../data/prod.html#prod-0701'
    >>> relative("chapters/tin.html", "chapters/tin.html#A42")
    '#A42'
    >>> relative("figures/ore-price.html", "figures/ore-price.html")
    'ore-price.html'
    """
    page, mark, fragment = href.partition("#")
    if page != here:
        return relative_uri(here, page) + mark + fragment
    return mark + fragment or page.rpartition("/")[2]
