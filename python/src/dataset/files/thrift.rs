//! Thrift's compact protocol, as far as Parquet's own structures go. Whatever the library would read in another way is
//! refused: ids that do not grow, numbers below 0, lists of booleans, of which it takes no byte each, and what Parquet
//! has not (sets, maps).

pub(super) const DAMAGED: &str = "damaged: its structure cannot be read";

// what a field holds
pub(super) const STOP: u8 = 0;
pub(super) const TRUE: u8 = 1;
pub(super) const FALSE: u8 = 2;
pub(super) const I32: u8 = 5;
pub(super) const BINARY: u8 = 8;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;

/// Levels of structures in a field that is not looked at; Parquet's own go seven deep.
pub(super) const LEVELS: u8 = 12;

/// What is left of a structure in Thrift's compact protocol.
pub(super) struct Thrift<'a>(pub(super) &'a [u8]);

impl Thrift<'_> {
    fn byte(&mut self) -> Result<u8, String> {
        let (first, rest) = self.0.split_first().ok_or(DAMAGED)?;
        self.0 = rest;
        Ok(*first)
    }

    fn skip_bytes(&mut self, count: u64) -> Result<(), String> {
        let count = usize::try_from(count).map_err(|_| DAMAGED)?;
        self.0 = self.0.get(count..).ok_or(DAMAGED)?;
        Ok(())
    }

    pub(super) fn number(&mut self) -> Result<u64, String> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(DAMAGED.into())
    }

    /// What the next field holds; its id takes the place of the last one's, which it is above.
    pub(super) fn field(&mut self, id: &mut u64) -> Result<u8, String> {
        let head = self.byte()?;
        match (head & 0xF, head >> 4) {
            (STOP, _) => return Ok(STOP),
            (_, 0) => {
                let explicit = self.size()? as u64;
                if explicit <= *id || explicit > i16::MAX as u64 {
                    return Err(DAMAGED.into());
                }
                *id = explicit;
            }
            (_, step) => *id += u64::from(step),
        }
        Ok(head & 0xF)
    }

    /// A number that is 0 or more, of 31 bits.
    pub(super) fn size(&mut self) -> Result<usize, String> {
        let number = self.number()?; // its lowest bit is the sign
        match i32::try_from(number >> 1) {
            Ok(size) if number & 1 == 0 => Ok(size as usize),
            _ => Err(DAMAGED.into()),
        }
    }

    /// What a list holds, and how many of them.
    pub(super) fn list(&mut self) -> Result<(u8, u64), String> {
        let head = self.byte()?;
        let size = if head >> 4 == 15 { self.number()? } else { u64::from(head >> 4) };
        // each takes a byte or more
        if size <= self.0.len() as u64 { Ok((head & 0xF, size)) } else { Err(DAMAGED.into()) }
    }

    /// Goes on after a value, in which others may be nested so many levels deep.
    pub(super) fn skip(&mut self, kind: u8, levels: u8) -> Result<(), String> {
        match kind {
            TRUE | FALSE => Ok(()), // a boolean is all in its head
            3 => self.skip_bytes(1),
            4..=6 => self.number().map(drop),
            7 => self.skip_bytes(8),
            BINARY => {
                let length = self.number()?;
                self.skip_bytes(length)
            }
            LIST if levels > 0 => {
                let (kind, size) = self.list()?;
                if size > 0 && matches!(kind, TRUE | FALSE) {
                    return Err(DAMAGED.into());
                }
                (0..size).try_for_each(|_| self.skip(kind, levels - 1))
            }
            STRUCT if levels > 0 => loop {
                match self.field(&mut 0)? {
                    STOP => return Ok(()),
                    kind => self.skip(kind, levels - 1)?,
                }
            },
            _ => Err(DAMAGED.into()),
        }
    }
}
