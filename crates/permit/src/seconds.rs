//! Whole seconds since 1970, the only times a JSON Web Token knows (RFC 7519, `NumericDate`).

use precede_model::Timestamp;

const MICROS: i64 = 1_000_000;

/// The second an instant lies in.
pub fn floor(at: Timestamp) -> i64 {
    at.micros().div_euclid(MICROS)
}

/// The first second not before an instant.
pub fn ceil(at: Timestamp) -> i64 {
    floor(at) + i64::from(at.micros().rem_euclid(MICROS) > 0)
}

/// The instant of a second; `None` for one beyond every calendar.
pub fn instant(second: i64) -> Option<Timestamp> {
    second.checked_mul(MICROS).map(Timestamp::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_cut_down_and_rounded_up_also_before_1970() {
        for (micros, low, high) in [(1_500_000, 1, 2), (2_000_000, 2, 2), (-500_000, -1, 0)] {
            let at = Timestamp::from_micros(micros);
            assert_eq!((floor(at), ceil(at)), (low, high), "{micros}");
        }
        assert_eq!(instant(i64::MAX), None);
    }
}
