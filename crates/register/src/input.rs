//! The bytes of a file: unpacked if need be, bounded, and watched for a cut-off end.

use std::io::{self, BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;

/// The first two bytes of anything packed by gzip.
pub(crate) const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// How many bytes are looked at to recognise a format.
pub(crate) const PEEK: usize = 8 * 1024;
/// Larger than any register by a factor of ten; a packed file of a few bytes can claim more.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Unpacks `source` if it is packed and returns its first bytes beside the whole.
pub(crate) fn open<'r>(source: impl Read + 'r) -> io::Result<(Vec<u8>, Watched<'r>)> {
    let (magic, source) = peek(source, GZIP_MAGIC.len())?;
    let plain: Box<dyn Read + 'r> = if magic == GZIP_MAGIC {
        Box::new(BufReader::with_capacity(PEEK, MultiGzDecoder::new(source)))
    } else {
        Box::new(source)
    };
    let (first, whole) = peek(plain, PEEK)?;
    Ok((
        first,
        Watched {
            inner: Box::new(whole),
            bytes: 0,
            quotes: 0,
            last: b'\n',
            dos: None,
        },
    ))
}

/// The first bytes, and a reader that still begins with them.
fn peek<R: Read>(mut source: R, length: usize) -> io::Result<(Vec<u8>, impl Read + use<R>)> {
    let mut first = Vec::with_capacity(length);
    source
        .by_ref()
        .take(length as u64)
        .read_to_end(&mut first)?;
    Ok((first.clone(), Cursor::new(first).chain(source)))
}

/// Passes bytes on and remembers what tells whether the file is whole.
pub(crate) struct Watched<'r> {
    inner: Box<dyn Read + 'r>,
    bytes: u64,
    quotes: u64,
    last: u8,
    /// Whether the first line ends in CR LF; `None` before its end.
    dos: Option<bool>,
}

/// How a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// After a line end, or after a closing quotation mark.
    Whole,
    /// Inside quotation marks.
    InQuotes,
    /// In the middle of a row, as far as anyone can tell.
    MidRow,
}

impl Watched<'_> {
    /// Whether lines end in CR LF, judged by the first.
    pub(crate) fn has_dos_lines(&self) -> bool {
        self.dos == Some(true)
    }

    /// How the bytes seen so far end; asked at the end of the file.
    pub(crate) fn end(&self) -> End {
        match self.last {
            // A quotation mark inside quotation marks is doubled, so whole rows hold an even number.
            _ if self.quotes % 2 == 1 => End::InQuotes,
            b'\n' | b'\r' | b'"' => End::Whole,
            _ => End::MidRow,
        }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let seen = &buffer[..read];
        self.bytes += read as u64;
        if self.bytes > BYTES_MAX {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "it is larger than 256 MiB",
            ));
        }
        if let (None, Some(place)) = (self.dos, seen.iter().position(|byte| *byte == b'\n')) {
            let before = place
                .checked_sub(1)
                .map_or(self.last, |before| seen[before]);
            self.dos = Some(before == b'\r');
        }
        self.quotes += seen
            .iter()
            .map(|byte| u64::from(*byte == b'"'))
            .sum::<u64>();
        self.last = seen.last().copied().unwrap_or(self.last);
        Ok(read)
    }
}
