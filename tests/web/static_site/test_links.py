"""Where pages lead, read from their markup."""

from __future__ import annotations

from duidelijk.web.static_site.links import (
    links_of_page,
    links_of_text,
    names_in,
    without_figures,
)

SITE = "https://monitor.example.nl"


def test_links_on_the_own_site_are_found_however_they_are_written() -> None:
    page = """<head><link rel="stylesheet" href="/static/a.css">
    <meta property="og:image" content="https://monitor.example.nl/deelplaatje.png">
    <meta name="description" content="/not an address"></head>
    <body data-htmx="/static/htmx.js"><a href="/thema/werk?x=1#deel">a</a>
    <a class="b" href="#hier">b</a><a href="elders">c</a>
    <a href="#er">d</a><p id="er"></p>
    <img src="/p.png?a=1&amp;b=2"><form action="/zoek"></form></body>"""
    links = links_of_page(page, "/en/thema", SITE)
    assert links.addresses == (
        "/static/a.css",
        "/deelplaatje.png",
        "/static/htmx.js",
        "/thema/werk",
        "/en/elders",
        "/p.png",
        "/zoek",
    )
    assert links.fragments == (("/thema/werk", "deel"), ("/en/thema", "hier"))
    assert links.others == ()


def test_links_to_other_sites_are_no_pages_of_ours() -> None:
    page = """<a href="https://www.cbs.nl/x">a</a><a href="mailto:a@b.nl">b</a>
    <a href="//elders.nl/x">c</a><a href="https://monitor.example.nl.elders.nl/x">d</a>"""
    links = links_of_page(page, "/", SITE)
    assert links.addresses == ()
    assert links.others == ()  # a link asks nothing until somebody follows it


def test_what_a_browser_would_ask_of_others_is_told() -> None:
    page = """<script src="https://cdn.example.com/a.js"></script>
    <link rel="stylesheet" href="//fonts.example.com/b.css"><link rel="canonical" href="https://x.nl/">
    <img alt="" src="https://monitor.example.nl/own.png"><iframe src="http://video.example/c"></iframe>"""
    assert links_of_page(page, "/", SITE).others == (
        "https://cdn.example.com/a.js",
        "//fonts.example.com/b.css",
        "http://video.example/c",
    )


def test_addresses_in_other_texts_are_found() -> None:
    text = (
        '<id>https://monitor.example.nl/edities/2021-1#x</id> "https://monitor.example.nl/a.csv". '
        "curl https://monitor.example.nl/bestanden/$name; https://monitor.example.nl/b."
    )
    assert links_of_text(text, SITE).addresses == ("/edities/2021-1", "/a.csv", "/b")


def test_code_to_copy_leads_somewhere_too() -> None:
    page = "<textarea>&lt;iframe src=&quot;https://monitor.example.nl/x/inbed&quot;&gt;</textarea>"
    assert links_of_page(page, "/", SITE).addresses == ("/x/inbed",)


def test_a_link_to_a_figure_becomes_what_it_said_unless_it_is_kept() -> None:
    page = (
        '<a href="/indicator/x/cijfer/NL01/total/2021MM01"><b>12,3</b></a> '
        '<a class="q" href="/en/indicator/x/cijfer/NL01/leeftijd:70%2B/2021MM01">12.3</a> '
        '<a href="/indicator/x">x</a>'
    )
    kept = "/en/indicator/x/cijfer/NL01/leeftijd:70%2B/2021MM01"
    assert without_figures(page, {kept}.__contains__) == (
        f'<b>12,3</b> <a class="q" href="{kept}">12.3</a> <a href="/indicator/x">x</a>'
    )


def test_names_of_parts_are_found() -> None:
    assert names_in('<p id="a"><a name="b"></a><h2 class="x" id="c&amp;d">') == {"a", "b", "c&d"}
