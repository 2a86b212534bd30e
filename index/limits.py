"""Every limit on what comes from outside, in one place: beyond these it is refused, with the reason said.

A description has some 25 kB of text on ten pages; the limits leave a hundredfold or more to real documents and
keep a hostile one within seconds and within the memory of a small computer.
"""

from __future__ import annotations

# Bytes of a file. A larger one is something else (a data set, a log), and reading it takes hundreds of megabytes.
LARGEST_FILE = 20_000_000

# Characters of text that a document may hold: a thousand pages, which take some ten seconds to analyse.
LONGEST_TEXT = 2_000_000
# Headings of a document: a thousand is a book; every one begins a section or a block of its own.
MOST_HEADINGS = 5_000

# Members of an Office file (a zip archive). Word writes some twenty, and one more for each picture.
MOST_ARCHIVE_MEMBERS = 5_000
# Bytes of one member of an Office file when unpacked. The text of a thousand pages takes ten million.
LARGEST_ARCHIVE_MEMBER = 60_000_000
# Times that a member grows in unpacking. The XML of Office files grows some 10- to 30-fold; deflate reaches 1 032.
HIGHEST_COMPRESSION_RATIO = 200
# Small members may well grow more than that: an empty table is all repetition.
RATIO_FREE_BYTES = 1_000_000
# XML elements within each other. Word's own text lies 6 deep and every nested table adds 4.
DEEPEST_XML = 200
# HTML elements within each other: pages leave elements open and so seem deeper; the deepest are taken as siblings.
DEEPEST_HTML = 100
# Elements of a file: each takes some hundred bytes of memory. A hundred pages have some 30 000 in XML.
MOST_XML_ELEMENTS = 500_000
MOST_HTML_ELEMENTS = 200_000
# Pages of a PDF file. A description has ten; a programme document a few hundred.
MOST_PDF_PAGES = 500
# Characters on one page of a PDF file: a page of small print has ten thousand.
LONGEST_PDF_PAGE = 50_000

# Processor seconds for one document in the parsers' own process: a long one takes one. PDF takes as much for a hundred
# pages.
CPU_SECONDS_PER_DOCUMENT = 4
CPU_SECONDS_PER_PDF = 10
# Seconds by the clock for the same, which pass on a busy computer even when nothing is amiss.
SECONDS_PER_DOCUMENT = 30
# Characters that this process may answer with: the longest text, or the rows of a workbook.
LONGEST_ANSWER = 20_000_000
# Bytes of address space of that process: the interpreter, the parsers and the largest file that is let in.
PARSER_MEMORY = 480_000_000

# Bytes of a table of projects: twenty thousand of them with three thousand characters about each.
LARGEST_TABLE = 60_000_000
# Cells of a table, empty ones between others included: twenty thousand projects in a hundred columns.
MOST_CELLS = 2_000_000
# Cells that a workbook's reader makes between those that a sheet has, 24 bytes each.
MOST_CELLS_BETWEEN = 10_000_000
# Columns that a header may name: a list of projects has some fifty, and each name is looked at closely.
MOST_COLUMNS = 1_000
# Cells that merged ranges may cover: each is filled.
MOST_MERGED_CELLS = 200_000
# Characters of a cell of a CSV file. Spreadsheet programs stop at 32 767.
LONGEST_CELL = 200_000
# Rows from a sheet's top among which the header is looked for: titles and notes stand above it.
HEADER_WITHIN_ROWS = 50

# Bytes of a file that tells the columns of tables or holds settings, and of a vocabulary of synonyms (a hundred times
# the one that comes along would be a dictionary).
LARGEST_SETTINGS = 1_000_000
LARGEST_VOCABULARY = 2_000_000
# Bytes of judged queries, judged drafts or a saved run: a million judgements.
LARGEST_JUDGEMENTS = 100_000_000
# Bytes of a dictionary's index and of its text unpacked. The largest one of FreeDict has 8 MB of text.
LARGEST_DICTIONARY_INDEX = 16_000_000
LARGEST_DICTIONARY_TEXT = 64_000_000

# Characters of a query: two pages of text.
LONGEST_QUERY = 4_000
# Tokens of a query or a passage, for a model that sets no limit itself: as many as the default model reads. Passages
# are cut to fit; of a longer query the words all count, and the meaning of what goes beyond doesn't.
MOST_TOKENS = 512
# Hits that may be asked for, and projects like a draft.
MOST_HITS = 1_000
MOST_SIMILAR = 60
