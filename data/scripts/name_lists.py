"""Write the open lists that the made-up children's names are drawn from.

    git clone https://github.com/mine-cetinkaya-rundel/ukbabynames    # at 199970d, the version of the source row
    pip install faker==40.63.0 python-calamine
    python data/scripts/name_lists.py ukbabynames/data-raw/ewbabynames

writes ``data/synthetic-given-names.csv`` and ``data/synthetic-family-names.csv``. Given names and their
number are those of babies in England and Wales in 2018, table 6 of the Office for National Statistics.
Family names and weights are those of Faker's British list, which names no source for them: that they
follow the population is not claimed. Which names belong to a South Asian or Muslim tradition is marked
here, by hand and roughly, because the lists do not say.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1]
NAMES_A_SEX = 500
"""The commonest given names kept: seven in ten babies of 2018 have one of them."""
GIVEN = set(
    "Aadam Aahil Aaliyah Aarav Aayan Abdul Abdullah Adam Ahmad Ahmed Aisha Aiza Aleena Ali Alina Amaan Amina Aminah Amira "
    "Anaya Anika Arjun Arham Aryan Asiya Ayaan Ayesha Ayaat Ayat Azaan Bilal Dawud Eesa Eshaal Esa Fatima Fatimah Faris Habiba "
    "Hafsa Haleema Halima Hamza Haris Haroon Hashim Hassan Hiba Hussain Ibraheem Ibrahim Idris Iman Inaya Isa Ishaq Ismaeel "
    "Ismail Jannat Kabir Khadija Khadijah Kiaan Laiba Maira Mariam Maryam Mohamed Mohammad Mohammed Muhammad Musa Mustafa "
    "Mysha Nafisa Noor Omar Priya Raheem Rayan Rayyan Ria Rohan Ruqayyah Saad Safa Safiya Safiyyah Salma Sana Sumaya Sumayyah "
    "Syed Taha Umar Usman Uthman Yahya Yaqub Yasin Younus Yousef Yousuf Yunus Yusef Yusuf Zaid Zain Zainab Zakariya Zara Zayan "
    "Zayn Zaynab Zoya Zunairah".split())
FAMILY = set("Ahmed Akhtar Ali Begum Hussain Iqbal Kaur Khan Mahmood Miah Mistry Patel Rahman Shah Singh".split())


def given_names(folder: Path) -> list[list]:
    """Name, sex, tradition, number of babies, source and locator of each given name kept."""
    from python_calamine import CalamineWorkbook

    rows: list[list] = []
    for sex, letter in (("female", "f"), ("male", "m")):
        table = CalamineWorkbook.from_path(folder / letter / "2018.xls").get_sheet_by_name("Table 6").to_python()
        named = [(str(line[1]).strip().title(), int(line[2])) for line in table if isinstance(line[0], float) and line[1]]
        rows += [[name, sex, tradition(name, GIVEN), babies, "ons-baby-names-2018",
                  f"{'girls' if letter == 'f' else 'boys'} 2018, table 6"] for name, babies in named[:NAMES_A_SEX]]
    return sorted(rows, key=lambda row: (row[1], row[0]))


def family_names() -> list[list]:
    """Name, tradition, weight, source and locator of each family name of Faker's British list."""
    from faker.providers.person.en_GB import Provider

    return sorted([name, tradition(name, FAMILY), weight, "faker-40-63-0", "faker/providers/person/en_GB, last_names"]
                  for name, weight in Provider.last_names.items())


def tradition(name: str, marked: set[str]) -> str:
    return "south-asian" if name in marked else "other"


def write(name: str, header: str, rows: list[list]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


if __name__ == "__main__":
    write("synthetic-given-names.csv", "name,sex,tradition,babies,source,locator", given_names(Path(sys.argv[1])))
    write("synthetic-family-names.csv", "name,tradition,weight,source,locator", family_names())
