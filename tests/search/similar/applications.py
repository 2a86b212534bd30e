"""Invented applications: one about outreach to the young, a near copy of it, and one about something else."""

from __future__ import annotations

from pathlib import Path

HARBOUR = """# Laiturilta liikkeelle

## Tausta
Saariston kylissä nuori jää helposti kotiin, kun peruskoulu päättyy. Yhteysalus kulkee kahdesti viikossa, eikä
nuorisotiloja ole. Neuvontaan pitäisi osata itse hakeutua, ja juuri se on vaikeaa.

## Tavoitteet
Etsivä nuorisotyö tuodaan laitureille, kaupan pihaan ja kylätaloille. Matalan kynnyksen palveluissa nuori saa tulla
sellaisena kuin on, eikä häneltä kysytä lähetettä.

## Toimenpiteet
Työpari jalkautuu neljänä iltana viikossa ja lähtee nuoren mukaan lääkäriin, oppilaitokseen tai Kelaan. Veneestä saa
kahvia ja keittoa, ja samalla voi jutella veloista, asumisesta ja opinnoista.

## Tulokset
Saaristoon jää pysyvä toimintamalli, jossa kunta, seurakunta ja järjestöt jakavat etsivän työn vuorot.
"""
COPY = HARBOUR.replace("Laiturilta liikkeelle", "Saarelta suuntaa").replace("neljänä iltana", "kolmena iltana")
ORCHARD = """# Omenatarhasta ansiota

## Tausta
Vanhoja omenatarhoja jää hoitamatta, kun viljelijät ikääntyvät. Hedelmät mätänevät maahan, vaikka siiderille ja
mehulle olisi kysyntää.

## Tavoitteet
Maahanmuuttajat ja pitkään työttömänä olleet oppivat tarhan hoidon, puristamon käytön ja hygieniaosaamisen.

## Toimenpiteet
Ammattiopisto järjestää oksasaha- ja puristamokurssit. Kurssilaiset hoitavat tarhoja ohjaajan kanssa ja myyvät mehun
torilla.

## Tulokset
Kolme osuuskuntaa aloittaa toimintansa, ja tarhat pysyvät hoidettuina.
"""


def write_applications(folder: Path) -> Path:
    """Write the three applications into `folder` and return it."""
    folder.mkdir()
    for name, text in (("laituri.md", HARBOUR), ("omena.md", ORCHARD), ("saari.md", COPY)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder
