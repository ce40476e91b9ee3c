"""Reading articles: what is read, what is refused and how it is said, and what of a page is news."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles import read_articles
from kg.articles.cleaning import clean
from kg.articles.dates import day_of
from kg.articles.furniture import furniture_of
from kg.errors import ArticleError
from kg.model import Article


def read(*paths: Path | str, max_bytes: int = 20_000_000, stdin: bytes = b"") -> tuple[list[Article], list[str]]:
    errors: list[ArticleError] = []
    articles = list(read_articles(paths, errors.append, max_bytes=max_bytes, stdin=io.BytesIO(stdin)))
    return articles, [str(error) for error in errors]


def news(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in clean(text).blocks]


def paragraphs(text: str) -> list[str]:
    return [words for kind, words in news(text) if kind == "paragraph"]


# What is read


def test_a_text_file_is_one_article_named_by_the_file_with_its_text_untouched(tmp_path: Path) -> None:
    raw = "Iran warns Israel\r\n\r\nMay 26, 2020\r\n\r\nIran’s army warned Israel.\r\n"
    (tmp_path / "gulf.txt").write_bytes(b"\xef\xbb\xbf" + raw.encode())
    [article], errors = read(tmp_path / "gulf.txt")
    assert errors == []
    assert (article.id, article.text, article.date, article.title) == ("gulf", raw, "2020-05-26", "Iran warns Israel")
    assert [article.text[block.start : block.end] for block in article.blocks] == ["Iran warns Israel", "Iran’s army warned Israel."]


def test_folders_are_read_recursively_in_order_and_other_files_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", "notes.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Turkey met Russia, said {name}.")
    (tmp_path / "sub" / "d.jsonl").write_text('{"id": "d", "text": "Turkey met Iran."}\n')
    articles, errors = read(tmp_path)
    assert [article.id for article in articles] == ["a", "b", "c", "d"]
    assert errors == []


def test_json_lines_bring_their_own_title_date_outlet_and_address(tmp_path: Path) -> None:
    row = {
        "id": "x/1",
        "text": "June 1, 2021\n\nIran met Oman.",
        "title": "Talks",
        "date": "2021-06-02",
        "url": "https://example.org/1",
        "outlet": "kg sample",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps({**row, "unknown": [1]}) + "\n\n" + json.dumps({"id": "2", "text": row["text"]}))
    (first, second), errors = read(tmp_path / "a.jsonl")
    assert errors == []
    assert (first.id, first.title, first.date, first.url, first.outlet) == tuple(
        row[key] for key in ("id", "title", "date", "url", "outlet")
    )
    assert (second.title, second.date, second.language) == (None, "2021-06-01", "en")


@pytest.mark.parametrize(
    ("stdin", "ids"),
    [
        (b'\n  {"id": "a", "text": "Iran met Oman."}\n{"id": "b", "text": "Iran met Iraq."}\n', ["a", "b"]),
        (b'\xef\xbb\xbf{"id": "a", "text": "Iran met Oman."}', ["a"]),
        (b"\n\nIran met Oman.\n", ["stdin-ed9444c7776e"]),
    ],
)
def test_standard_input_is_json_lines_or_one_text(stdin: bytes, ids: list[str]) -> None:
    articles, errors = read("-", stdin=stdin)
    assert [article.id for article in articles] == ids
    assert errors == []


def test_text_from_standard_input_keeps_its_leading_blank_lines() -> None:
    [article], _ = read("-", stdin=b"\n\nIran met Oman.\n")
    assert article.text == "\n\nIran met Oman.\n"
    assert [(block.start, block.end) for block in article.blocks] == [(2, 16)]


def test_an_article_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Iran met Oman.")
    articles, errors = read(tmp_path, tmp_path / "a.txt")
    assert [article.id for article in articles] == ["a"]
    assert errors == []


# What is refused


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("bad.txt", b"", "bad.txt: is empty; give a file with the text of one article"),
        ("bad.txt", b" \n\t\n", "bad.txt: is empty"),
        ("bad.txt", b"\x89PNG\0\0", "bad.txt: is binary: NUL byte at offset 4"),
        ("bad.txt", "Élysée: Turkey".encode("latin-1"), "bad.txt: is not UTF-8: byte 0xc9 at offset 0; convert it: iconv -f WINDOWS-1252"),
        ("bad.txt", b"\xef\xbb\xbfIran \xff", "byte 0xff at offset 8"),
        ("bad.txt", "Iran met Oman.".encode("utf-16"), "bad.txt: is UTF-16, not UTF-8; convert it: iconv -f UTF-16"),
        (
            "bad.txt",
            b"Iran met Oman. " * 1000,
            "bad.txt: the file has 15000 bytes and an article at most 10000 bytes; split it into articles",
        ),
        ("bad.jsonl", b"", "bad.jsonl: is empty; give one JSON object a line"),
        ("bad.jsonl", b'{"id": "x", "text": "' + b"a" * 20_000 + b'"}', "bad.jsonl:1: the line has 20023 bytes"),
        ("bad.jsonl", b"\n" * 6 + b'{"id": "x", "text": \n', "bad.jsonl:7: is no JSON: Expecting value at column 20"),
        ("bad.jsonl", b"[" * 9000, "bad.jsonl:1: is no JSON that can be read"),
        ("bad.jsonl", b'\n{"id": "x", "text": "\xe9"}', "bad.jsonl:2: is not UTF-8: byte 0xe9 at offset 22"),
        ("bad.jsonl", b"[1]", 'bad.jsonl:1: must be an object {"id": …, "text": …}, not [1]'),
        ("bad.jsonl", b'{"text": "Iran met Oman."}', 'bad.jsonl:1: the field "id" is missing'),
        ("bad.jsonl", b'{"id": "x"}', 'bad.jsonl:1: the field "text" is missing'),
        ("bad.jsonl", b'{"id": "x", "text": " "}', 'bad.jsonl:1: the field "text" is empty'),
        ("bad.jsonl", b'{"id": 5, "text": "Iran met Oman."}', 'bad.jsonl:1: the field "id" must be a string, not 5'),
        ("bad.jsonl", b'{"id": "a\\nb", "text": "Iran met Oman."}', 'the field "id" may hold printable characters only'),
        (
            "bad.jsonl",
            b'{"id": "x", "text": "Iran.", "date": "26/05/2020"}',
            'the field "date" must read like 2020-05-26, not "26/05/2020"',
        ),
        ("bad.jsonl", b'{"id": "x", "text": "Iran.", "date": 2020}', 'the field "date" must be a string, not 2020'),
        ("bad.jsonl", b'{"id": "x", "text": "Iran \\ud83d"}', 'the field "text" holds half a surrogate pair'),
        ("bad.jsonl", b'{"id": "x", "text": "Iran \\u0000"}', 'the field "text" holds a NUL character'),
    ],
)
def test_a_broken_file_is_reported_and_the_rest_read(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text("Iran met Oman.")
    articles, errors = read(tmp_path, max_bytes=10_000)
    assert [article.id for article in articles] == ["good"]
    assert len(errors) == 1
    assert complaint in errors[0]
    assert "\n" not in errors[0]


def test_broken_line_seven_costs_line_seven_alone(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(number), "text": f"Iran met Oman {number} times."}) for number in range(1, 10)]
    lines[6] = lines[6][:-1]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    articles, errors = read(tmp_path / "a.jsonl")
    assert [article.id for article in articles] == ["1", "2", "3", "4", "5", "6", "8", "9"]
    assert errors == [f"{tmp_path}/a.jsonl:7: is no JSON: Expecting ',' delimiter at column 45; give one object a line"]


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50_000_000)
    articles, errors = read(tmp_path / "big.txt")
    assert articles == []
    assert errors == [f"{tmp_path}/big.txt: the file has 50.0 MB and an article at most 20.0 MB; split it into articles"]


def test_paths_that_lead_nowhere_are_reported(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "page.html").write_text("<p>")
    articles, errors = read(*(tmp_path / name for name in ("gone.txt", "gone", "empty", "loop.txt", "page.html")))
    assert articles == []
    wanted = "give .txt or .jsonl files, folders of them, or - for standard input"
    assert errors[:3] == [
        f"{tmp_path}/gone.txt: there is no such file; {wanted}",
        f"{tmp_path}/gone: there is no such file or folder; {wanted}",
        f"{tmp_path}/empty: the folder holds no article; {wanted}",
    ]
    assert errors[3].startswith(f"{tmp_path}/loop.txt: cannot be read: ")
    assert errors[4] == f"{tmp_path}/page.html: .html is no known article format; {wanted}"


def test_one_id_with_two_texts_is_an_error_and_the_first_is_kept(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "Iran met Oman."}, {"id": "a", "text": "Iran met Iraq."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    articles, errors = read(tmp_path / "a.jsonl")
    assert [article.text for article in articles] == ["Iran met Oman."]
    assert errors == [f"{tmp_path}/a.jsonl: the id 'a' was given before with another text; rename one of the two"]


def test_long_text_on_standard_input_is_refused() -> None:
    assert read("-", max_bytes=100, stdin=b"Iran met Oman.\n" * 10)[1] == [
        "standard input: is longer than the 100 bytes of an article; split it into articles"
    ]


# What of a page is news

PAGE = """\
Kyiv and Moscow trade blame over grain

Ships stay in port

By Jane Doe and Ali van Berg | Black Sea Desk
Last updated: 3 June 2021
Published: Tuesday, 1 June 2021 14:05 GMT

FILE PHOTO: Ships wait near Odesa. Agency/Some One

MOSCOW (Agency) - Russia rejected on Tuesday the claims of
Ukraine that its navy had blocked ships in the Black Sea, and
said that Kyiv was to blame.

Subscribe to our newsletter

"Join us or leave," the minister told Turkey.

Read also:
Oil price falls after summit
Bread gets dearer

RELATED STORIES:

- Turkey backs the corridor
- UN urges Russia to end the blockade

What comes next

The United Nations said it would send envoys to Moscow.

Share this:
Facebook Twitter WhatsApp

(Reporting by Jane Doe; Editing by John Roe)
"""


def test_a_page_is_cut_into_titles_paragraphs_and_subheadings_without_its_furniture() -> None:
    assert news(PAGE) == [
        ("heading", "Kyiv and Moscow trade blame over grain"),
        ("heading", "Ships stay in port"),
        (
            "paragraph",
            "Russia rejected on Tuesday the claims of\nUkraine that its navy had blocked ships in the Black Sea, and\n"
            "said that Kyiv was to blame.",
        ),
        ("paragraph", '"Join us or leave," the minister told Turkey.'),
        ("heading", "What comes next"),
        ("paragraph", "The United Nations said it would send envoys to Moscow."),
    ]
    assert clean(PAGE).date == "2021-06-01"
    assert clean(PAGE).title == "Kyiv and Moscow trade blame over grain"


def test_windows_line_ends_make_no_difference() -> None:
    assert [(kind, words.replace("\r\n", "\n")) for kind, words in news(PAGE.replace("\n", "\r\n"))] == news(PAGE)


def test_lines_are_paragraphs_where_no_blank_lines_part_them() -> None:
    long = "said on Friday that it would restore its ties after talks that another government had brokered in secret for many days"
    header = "Iran and Oman agree\nThe Gulf Page | March 10, 2023\n"
    text = f"{header}Iran {long}.\nRead also: Truce holds\nOman {long}.\nHopes at sea\nIraq {long}."
    assert news(text) == [
        ("heading", "Iran and Oman agree"),
        ("paragraph", f"Iran {long}."),
        ("paragraph", f"Oman {long}."),
        ("heading", "Hopes at sea"),
        ("paragraph", f"Iraq {long}."),
    ]
    assert (clean(text).date, clean(text).outlet) == ("2023-03-10", "The Gulf Page")


def test_a_teaser_ends_where_prose_begins() -> None:
    prose = "Iran warned Israel on Monday. Israel answered on Tuesday."
    assert paragraphs(f"Iran met Oman.\n\nRead also: Fuel prices rise\n{prose}\n\nIraq met Iran.") == [
        "Iran met Oman.",
        prose,
        "Iraq met Iran.",
    ]
    assert paragraphs(f"Iran met Oman.\n\nRead more:\n\n{prose}") == ["Iran met Oman.", prose]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("May 26, 2020", "date"),
        ("26 May 2020", "date"),
        ("2020-05-26", "date"),
        ("Published: May 26, 2020", "date"),
        ("29 June 2020 Updated 30 June 2020", "date"),
        ("Last updated on 30 June 2020 at 10:15", "update"),
        ("Outlet: The Gulf Page", "outlet"),
        ("See also Turkey and the sea", "teaser"),
        ("MORE: Why the talks failed", "teaser"),
        ("Related", "teaser"),
        ("Photo: Some One/Agency", "caption"),
        ("Troops near Idlib. (Photo by Some One / Agency)", "caption"),
        ("The leaders meet in Sochi [Some One/Agency]", "caption"),
        ("By Jane Doe, Middle East correspondent".title(), "byline"),
        ("Reporting by Jane Doe; editing by John Roe.", "byline"),
        ("Sign up for our daily briefing", "notice"),
        ("ADVERTISEMENT", "notice"),
        ("Follow us on Twitter", "notice"),
        ("2 min read", "notice"),
        ("https://example.org/news", "notice"),
        ("* * *", "notice"),
    ],
)
def test_furniture_is_told_by_its_kind(line: str, kind: str) -> None:
    found = furniture_of(line)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "More than 50 soldiers were killed.",
        "Related groups in Syria opposed Turkey.",
        "By Monday, Turkey had left Libya.",
        "This report was rejected by Iran.",
        "Sponsored by Iran, the Houthis attacked Saudi Arabia.",
        "Support our troops, Trump said.",
        "“Follow us,” Haftar told the tribes.",
        "The US backs the Kurdish militia (PYD/YPG).",
        "On 26 May 2020 Turkey attacked Libya.",
        "Video by the army shows a Russian jet.",
        "Share prices fell after Russia attacked Ukraine.",
        "Print workers struck against the government.",
    ],
)
def test_sentences_that_begin_like_labels_stay_news(line: str) -> None:
    assert furniture_of(line) is None


@pytest.mark.parametrize(
    ("paragraph", "rest"),
    [
        ("ANKARA (Reuters) - Turkey left.", "Turkey left."),
        ("Ankara, May 26 (Xinhua) -- Turkey left.", "Turkey left."),
        ("WASHINGTON, May 26 — The US left.", "The US left."),
        ("BEIRUT, Lebanon — Hezbollah left.", "Hezbollah left."),
        ("GENEVA/NEW YORK (AFP) – The UN left.", "The UN left."),
        ("UNITED NATIONS — “We left,” the UN said.", "“We left,” the UN said."),
        ("Turkey – Russia's partner – left.", "Turkey – Russia's partner – left."),
        ("US-backed forces left.", "US-backed forces left."),
        ("NATO, which met in May — a month later — left.", "NATO, which met in May — a month later — left."),
    ],
)
def test_a_dateline_is_cut_from_its_paragraph(paragraph: str, rest: str) -> None:
    assert paragraphs(paragraph) == [rest]


def test_the_date_comes_from_the_top_of_the_page_alone() -> None:
    assert clean("Talks\n\nIran met Oman.\n" + "\nIran met Iraq.\n" * 10 + "\n26 May 2020\n").date is None
    assert clean("MOSCOW, May 26, 2020 (Agency) – Russia left.").date == "2020-05-26"
    assert clean("Talks\n\n05/06/2020\n\nIran met Oman.").date is None


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)))
def test_every_day_is_read_in_every_usual_form(day: date) -> None:
    for form in ("%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "%A, %d %b %Y", "%b %d, %Y %H:%M GMT"):
        assert day_of(f"{day:{form}}") == f"{day:%Y-%m-%d}"


LINES = st.one_of(
    st.sampled_from([*PAGE.splitlines(), "", "", "ANKARA (Agency) -", "- ", "#", "Read also:", "By", "\f", "\u2028"]), st.text(max_size=60)
)


@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_blocks_are_disjoint_ordered_inside_the_text_and_trimmed(lines: list[str], end: str) -> None:
    text = end.join(lines)
    last = 0
    for block in clean(text).blocks:
        assert last <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        last = block.end
