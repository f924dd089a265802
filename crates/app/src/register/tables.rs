//! The register of 2010, built into the binary: the same files as in `data/`, sources named there.

/// The condensed tables, each with its name: 151 PCTs and 8,046 practices on 16 April 2010.
pub const SHIPPED_REGISTER: [(&str, &str); 4] = [
    (
        "organisations.csv",
        include_str!("../../../../data/organisations.csv"),
    ),
    (
        "memberships.csv",
        include_str!("../../../../data/memberships.csv"),
    ),
    (
        "list-sizes.csv",
        include_str!("../../../../data/list-sizes.csv"),
    ),
    (
        "residents.csv",
        include_str!("../../../../data/residents.csv"),
    ),
];
