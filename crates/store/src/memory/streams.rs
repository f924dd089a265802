//! Streams: rows, campaigns and ledger lines.

use std::collections::BTreeMap;

use precede_model::{Campaign, CampaignId};

use crate::{LedgerLine, Loaded, StreamHead, StreamRow, prepared::Prepared};

#[derive(Debug, Default)]
pub(super) struct Streams(BTreeMap<String, Stream>);

#[derive(Debug)]
struct Stream {
    row: StreamRow,
    campaign: Option<Campaign>,
    lines: Vec<LedgerLine>,
}

impl Streams {
    pub fn row(&self, stream: &str) -> Option<&StreamRow> {
        self.0.get(stream).map(|held| &held.row)
    }

    pub fn campaign(&self, stream: &str) -> Option<Loaded> {
        let held = self.0.get(stream)?;
        Some(Loaded {
            row: held.row.clone(),
            campaign: held.campaign.clone()?,
        })
    }

    pub fn campaigns(&self) -> Vec<CampaignId> {
        self.0
            .values()
            .filter_map(|held| held.campaign.as_ref().map(|campaign| campaign.id))
            .collect()
    }

    pub fn heads(&self) -> Vec<StreamHead> {
        self.0
            .values()
            .filter_map(|held| {
                Some(StreamHead {
                    stream: held.row.stream.clone(),
                    seq: held.row.seq,
                    head: held.row.head?,
                })
            })
            .collect()
    }

    pub fn ledger(&self, stream: &str, from_seq: u64, limit: u64) -> Vec<LedgerLine> {
        let before = from_seq.saturating_sub(1);
        let lines = self.0.get(stream).map_or(&[][..], |held| &held.lines);
        lines
            .iter()
            .skip(usize::try_from(before).unwrap_or(usize::MAX))
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .cloned()
            .collect()
    }

    pub fn put(&mut self, prepared: &Prepared<'_>) {
        let held = self
            .0
            .entry(prepared.row.stream.clone())
            .or_insert_with(|| Stream {
                row: prepared.row.clone(),
                campaign: None,
                lines: Vec::new(),
            });
        held.row = prepared.row.clone();
        held.lines.extend(prepared.lines.iter().cloned());
        if let Some(campaign) = prepared.write.campaign {
            held.keep(campaign, prepared);
        }
    }
}

impl Stream {
    /// Keeps of the campaign what the write names as changed, as the databases do: a track forgotten in `changed`, or
    /// a step changed `AsBefore`, must show in rehearsal too.
    fn keep(&mut self, campaign: &Campaign, prepared: &Prepared<'_>) {
        let before = self.campaign.take();
        let mut kept = match (prepared.own_state(), before) {
            (None, Some(before)) => before,
            (_, before) => Campaign {
                tracks: before.map(|held| held.tracks).unwrap_or_default(),
                ..campaign.clone()
            },
        };
        for (practice, changed) in prepared.tracks() {
            let place = (kept.tracks).binary_search_by_key(&practice, |track| track.practice);
            match (place, changed) {
                (Ok(ix), Some(track)) => kept.tracks.replace(ix, track.clone()),
                (Err(ix), Some(track)) => kept.tracks.insert(ix, track.clone()),
                (Ok(ix), None) => drop(kept.tracks.remove(ix)),
                (Err(_), None) => {}
            }
        }
        self.campaign = Some(kept);
    }
}
