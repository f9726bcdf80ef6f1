//! Regions by their code or their name. Where rates differ by region, people type either: `CA` or `California`.

/// ISO 3166-2 codes with their names, of the countries that tax by region.
const NAMES: [(&str, &[(&str, &str)]); 2] = [
    (
        "US",
        &[
            ("AL", "Alabama"),
            ("AK", "Alaska"),
            ("AZ", "Arizona"),
            ("AR", "Arkansas"),
            ("CA", "California"),
            ("CO", "Colorado"),
            ("CT", "Connecticut"),
            ("DE", "Delaware"),
            ("DC", "District of Columbia"),
            ("FL", "Florida"),
            ("GA", "Georgia"),
            ("HI", "Hawaii"),
            ("ID", "Idaho"),
            ("IL", "Illinois"),
            ("IN", "Indiana"),
            ("IA", "Iowa"),
            ("KS", "Kansas"),
            ("KY", "Kentucky"),
            ("LA", "Louisiana"),
            ("ME", "Maine"),
            ("MD", "Maryland"),
            ("MA", "Massachusetts"),
            ("MI", "Michigan"),
            ("MN", "Minnesota"),
            ("MS", "Mississippi"),
            ("MO", "Missouri"),
            ("MT", "Montana"),
            ("NE", "Nebraska"),
            ("NV", "Nevada"),
            ("NH", "New Hampshire"),
            ("NJ", "New Jersey"),
            ("NM", "New Mexico"),
            ("NY", "New York"),
            ("NC", "North Carolina"),
            ("ND", "North Dakota"),
            ("OH", "Ohio"),
            ("OK", "Oklahoma"),
            ("OR", "Oregon"),
            ("PA", "Pennsylvania"),
            ("PR", "Puerto Rico"),
            ("RI", "Rhode Island"),
            ("SC", "South Carolina"),
            ("SD", "South Dakota"),
            ("TN", "Tennessee"),
            ("TX", "Texas"),
            ("UT", "Utah"),
            ("VT", "Vermont"),
            ("VA", "Virginia"),
            ("WA", "Washington"),
            ("WV", "West Virginia"),
            ("WI", "Wisconsin"),
            ("WY", "Wyoming"),
        ],
    ),
    (
        "CA",
        &[
            ("AB", "Alberta"),
            ("BC", "British Columbia"),
            ("MB", "Manitoba"),
            ("NB", "New Brunswick"),
            ("NL", "Newfoundland and Labrador"),
            ("NT", "Northwest Territories"),
            ("NS", "Nova Scotia"),
            ("NU", "Nunavut"),
            ("ON", "Ontario"),
            ("PE", "Prince Edward Island"),
            ("QC", "Quebec"),
            ("QC", "Québec"),
            ("SK", "Saskatchewan"),
            ("YT", "Yukon"),
        ],
    ),
];

/// Whether two ways to write a region of `country` mean the same: case, the code for the name, `US-CA` for `CA`.
#[must_use]
pub fn same(country: &str, one: &str, other: &str) -> bool {
    let one = plain(country, one);
    !one.is_empty() && one == plain(country, other)
}

/// The code in small letters where there is one, else what was typed.
fn plain(country: &str, typed: &str) -> String {
    let typed = typed.trim().to_lowercase();
    let prefix = format!("{}-", country.to_lowercase());
    let bare = typed.strip_prefix(&prefix).unwrap_or(&typed);
    let known = NAMES.iter().find(|(code, _)| code.eq_ignore_ascii_case(country)).map_or(&[][..], |(_, names)| names);
    let code = known.iter().find(|(_, name)| name.to_lowercase() == bare).map(|(code, _)| code.to_lowercase());
    code.unwrap_or_else(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn a_region_is_known_by_its_code_and_by_its_name() {
        for (country, one, other) in [("US", "CA", "california"), ("US", "New York", "ny"), ("CA", "QC", "Québec"), ("CA", "ca-on", "Ontario")] {
            assert!(same(country, one, other) && same(country, other, one), "{country}: {one} is {other}");
        }
        for (country, one, other) in [("US", "", ""), ("US", "CA", "CO"), ("DE", "DE", "Delaware"), ("US", "Kansas", "Arkansas")] {
            assert!(!same(country, one, other), "{country}: {one} isn't {other}");
        }
    }
}
