"""Words that carry no content in a query, where Voikko's CLASS doesn't tell it."""

from __future__ import annotations

# Lemmas.
_FINNISH = """
olla ollut oltu voida mukaan lisäksi niin siten näin noin myös vain vielä jo siis itse miten esimerkiksi
esim mm kaikki muu
"""

# Forms. No into, which is enthusiasm in Finnish.
_ENGLISH = """
a an and are as at be been by can for from has have how in is it its of on or that the their them they
this to was were what when which who will with
"""
_SWEDISH = """
alla att av de dem den det dess du där då eller en ett från för ha han har hon hur i inte jag med men nu
när och om oss på samt sig sin som så till var vi vid vilka vilken är över
"""

STOP_WORDS = frozenset(f"{_FINNISH} {_ENGLISH} {_SWEDISH}".split())
