"""Word files: what a reader of the printed page would read, in its order."""

from __future__ import annotations

import pytest

from index.readers.word import extract_word
from tests.index.readers.hostile import paragraph, word, zipped

BOX = "<w:r><w:pict><v:textbox xmlns:v='urn:v'><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"


def style(identity: str, name: str, more: str = "") -> str:
    return f"<w:style w:type='paragraph' w:styleId='{identity}'><w:name w:val='{name}'/>{more}</w:style>"


def styled(text: str, identity: str) -> str:
    return paragraph(text, f"<w:pStyle w:val='{identity}'/>")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


class TestHeadings:
    @pytest.mark.parametrize("name", ["heading 2", "Heading 2", "Otsikko 2", "Rubrik 2"])
    def test_are_known_by_their_styles_name_in_any_language(self, name: str) -> None:
        body = styled("Tavoitteet", "o") + paragraph("Kylä elää.")
        assert extract_word(word(body, styles=style("o", name))) == "## Tavoitteet\n\nKylä elää."

    def test_are_known_by_the_style_that_theirs_is_based_on(self) -> None:
        styles = style("a", "heading 1") + style("b", "Oma", "<w:basedOn w:val='a'/>")
        assert extract_word(word(styled("Tausta", "b"), styles=styles)) == "# Tausta"

    def test_are_known_by_their_outline_level(self) -> None:
        assert extract_word(word(paragraph("Tausta", "<w:outlineLvl w:val='0'/>"))) == "# Tausta"
        assert extract_word(word(paragraph("Tausta", "<w:outlineLvl w:val='9'/>"))) == "Tausta"

    def test_lie_below_the_title(self) -> None:
        styles = style("t", "Title") + style("h", "heading 1")
        assert (
            extract_word(word(styled("Hanke", "t") + styled("Tausta:", "h"), styles=styles)) == "# Hanke\n\n## Tausta"
        )

    def test_are_short_bold_lines_where_there_are_no_others(self) -> None:
        bold = "<w:p>" + run("Tausta", "<w:b/>") + "</w:p>"
        plain = "<w:p>" + run("Kylä ", "<w:b/>") + run("elää", "<w:b w:val='0'/>") + "</w:p>"
        assert extract_word(word(bold + plain)) == "# Tausta\n\nKylä elää"

    def test_have_the_numbers_that_are_printed_before_them(self) -> None:
        numbering = (
            "<w:abstractNum w:abstractNumId='7'>"
            "<w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1'/></w:lvl>"
            "<w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl></w:abstractNum>"
            "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
        )
        number = "<w:pPr><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
        styles = style("a", "heading 1", number.format(0)) + style("b", "heading 2", number.format(1))
        body = styled("Hanke", "a") + styled("Tausta", "a") + styled("Tarve", "b") + styled("Idea", "b")
        expected = "# 1 Hanke\n\n# 2 Tausta\n\n## 2.1 Tarve\n\n## 2.2 Idea"
        assert extract_word(word(body, styles=styles, numbering=numbering)) == expected


def test_lists_have_their_marks() -> None:
    numbering = "".join(
        f"<w:abstractNum w:abstractNumId='{form}'><w:lvl w:ilvl='0'><w:start w:val='2'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl></w:abstractNum>"
        f"<w:num w:numId='{form}'><w:abstractNumId w:val='{form}'/></w:num>"
        for form, text in {"bullet": "\uf0b7", "decimal": "%1.", "lowerLetter": "%1)", "upperRoman": "%1."}.items()
    )
    body = "".join(
        paragraph(form, f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{form}'/></w:numPr>")
        for form in ("bullet", "decimal", "decimal", "lowerLetter", "upperRoman", "bullet")
    )
    expected = "- bullet\n2. decimal\n3. decimal\nb) lowerLetter\nII. upperRoman\n- bullet"
    assert extract_word(word(body, numbering=numbering)) == expected


class TestTables:
    def test_two_cells_are_a_label_and_its_value(self) -> None:
        assert extract_word(word(self.table(["Hankekoodi", "S54321"], ["Nimi:", "Kyläbussi"]))) == (
            "Hankekoodi: S54321\nNimi: Kyläbussi"
        )

    def test_more_cells_are_one_line(self) -> None:
        assert extract_word(word(self.table(["", "Välitön", "Välillinen"], ["Hyvinvointi", "8", "5"]))) == (
            "Välitön Välillinen\nHyvinvointi 8 5"
        )

    def test_a_single_cell_is_layout_and_its_paragraphs_are_ordinary(self) -> None:
        cell = f"<w:tc>{paragraph('Yksi.')}{paragraph('Kaksi.')}</w:tc>"
        assert extract_word(word(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")) == "Yksi.\n\nKaksi."

    def test_in_tables_are_read_within_their_cell(self) -> None:
        inner = self.table(["Kunta", "Utsjoki"])
        outer = f"<w:tbl><w:tr><w:tc>{paragraph('Alue')}</w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>"
        assert extract_word(word(outer)) == "Alue:\nKunta: Utsjoki"

    @staticmethod
    def table(*rows: list[str]) -> str:
        cells = "".join(
            "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
        )
        return f"<w:tbl>{cells}</w:tbl>"


@pytest.mark.parametrize(
    "unseen",
    [
        "<w:del><w:r><w:delText>poistettu</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>siirretty</w:t></w:r></w:moveFrom>",
        run("piilotettu", "<w:vanish/>"),
        "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>",
        "<w:r><w:footnoteReference w:id='2'/></w:r>",
        "<w:r><w:commentReference w:id='2'/></w:r>",
    ],
)
def test_what_is_not_printed_is_not_read(unseen: str) -> None:
    assert extract_word(word(f"<w:p>{run('Kylä')}{unseen}{run('bussi')}</w:p>")) == "Kyläbussi"


def test_inserted_linked_and_controlled_text_is_read() -> None:
    wrapped = "".join(f"<w:{tag}>{run(tag)}</w:{tag}>" for tag in ("ins", "hyperlink", "smartTag", "fldSimple", "sdt"))
    assert extract_word(word(f"<w:p>{wrapped}</w:p>")) == "inshyperlinksmartTagfldSimplesdt"


def test_characters_that_are_no_text_in_the_file_are_text_on_the_page() -> None:
    text = "<w:t>TE</w:t><w:noBreakHyphen/><w:t>palvelut</w:t><w:tab/><w:t>ja</w:t><w:br/><w:t>Kela</w:t>"
    assert extract_word(word(f"<w:p><w:r>{text}</w:r></w:p>")) == "TE-palvelut ja\nKela"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = BOX.format(paragraph("Laatikko."))
    versions = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    boxes = f"<w:r><mc:AlternateContent xmlns:mc='urn:mc'>{versions}</mc:AlternateContent></w:r>"
    assert extract_word(word(f"<w:p>{run('Teksti.')}{boxes}</w:p>")) == "Teksti.\n\nLaatikko."


def test_a_table_of_contents_is_left_out() -> None:
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    contents = f"<w:sdt>{gallery}<w:sdtContent>{paragraph('Sisällys')}</w:sdtContent></w:sdt>"
    body = contents + styled("Tausta 1", "s") + paragraph("Teksti.")
    assert extract_word(word(body, styles=style("s", "toc 1"))) == "Teksti."


def test_blank_paragraphs_are_blank_lines_and_then_others_are_none() -> None:
    body = "".join(paragraph(text) for text in ("Yksi.", "Kaksi.", "", "Kolme."))
    assert extract_word(word(body)) == "Yksi.\nKaksi.\n\nKolme."


def test_the_main_part_may_have_another_name() -> None:
    links = (
        '<Relationships xmlns="urn:r"><Relationship Id="1" Target="/word/document2.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    namespace = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f"<w:document xmlns:w='{namespace}'><w:body><w:p><w:r><w:t>Kylä</w:t></w:r></w:p></w:body></w:document>"
    data = zipped({"_rels/.rels": links.encode(), "word/document2.xml": document.encode()})
    assert extract_word(data) == "Kylä"
