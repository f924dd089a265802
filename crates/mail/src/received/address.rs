//! Addresses inside text.

/// An address and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The address, without brackets.
    pub address: &'a str,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Longest address looked at; RFC 5321 allows 64 + 1 + 255.
const LENGTH_MAX: usize = 320;

/// All addresses of a text, from left to right.
pub fn all(text: &str) -> impl Iterator<Item = Found<'_>> {
    text.match_indices('@')
        .filter_map(|(at, _)| around(text, at))
}

/// The first address of a text.
pub fn first(text: &str) -> Option<&str> {
    all(text).next().map(|found| found.address)
}

fn around(text: &str, at: usize) -> Option<Found<'_>> {
    let start = local_start(text, at)?;
    let host = &text[at + 1..];
    let length: usize = host
        .chars()
        .take(LENGTH_MAX)
        .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .map(char::len_utf8)
        .sum();
    let host = host[..length].trim_end_matches(['.', '-', '_']);
    let named = host.contains('.') && !host.starts_with('.') && !host.contains("..");
    let end = at + 1 + host.len();
    named.then(|| Found {
        address: &text[start..end],
        start,
        end,
    })
}

/// Where the part before the `@` begins: a quoted string or an atom.
fn local_start(text: &str, at: usize) -> Option<usize> {
    let before = &text[..at];
    if let Some(inner) = before.strip_suffix('"') {
        let open = inner.rfind('"')?;
        return (at - open <= LENGTH_MAX && !inner[open..].contains('\n')).then_some(open);
    }
    let length: usize = before
        .chars()
        .rev()
        .take(LENGTH_MAX)
        .take_while(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(*c))
        .map(char::len_utf8)
        .sum();
    let local = &before[at - length..];
    // `'name@host'`, `*name@host` and `...name@host` are a sentence's marks, not the address's.
    let kept = local.trim_start_matches(['\'', '*', '.', '=', '`', '/', '|']);
    (!kept.is_empty()).then(|| at - kept.len())
}

/// `bounces+name=host@ours` carries `name@host`.
pub fn verp_recipient(address: &str) -> Option<String> {
    let (local, _) = address.rsplit_once('@')?;
    let (_, tag) = local.split_once('+').or_else(|| local.split_once('-'))?;
    let (name, host) = tag.rsplit_once('=')?;
    let carried = format!("{name}@{host}");
    (first(&carried) == Some(carried.as_str())).then_some(carried)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stand_in_any_dress() {
        for (text, wanted) in [
            ("<a.b@c.example>:", "a.b@c.example"),
            ("rfc822;a+b=c@d.example", "a+b=c@d.example"),
            ("'a@b.example'.", "a@b.example"),
            ("\"odd one\"@b.example", "\"odd one\"@b.example"),
            ("mail to a@b.example... User unknown", "a@b.example"),
        ] {
            assert_eq!(first(text), Some(wanted), "{text}");
        }
        assert_eq!(first("a@b, @c.example, 12@"), None);
    }

    #[test]
    fn a_returning_address_carries_another() {
        let carried = verp_recipient("bounces+a.b=c.example@ours.example");
        assert_eq!(carried.as_deref(), Some("a.b@c.example"));
        assert_eq!(verp_recipient("a+b@ours.example"), None);
    }
}
