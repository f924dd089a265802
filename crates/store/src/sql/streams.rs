//! Reads of streams and campaigns.

use precede_model::{Campaign, CampaignId, Track};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};

use crate::{
    Loaded, StoreError, StreamHead, StreamRow,
    entity::{
        column,
        stream::{self, Head},
    },
    prepared::damaged,
    sql::{SqlStore, error::StoreErrorExt},
};

/// Row and tracks in one statement: one statement sees one moment of the database.
pub(super) async fn campaign(
    store: &SqlStore,
    id: CampaignId,
) -> Result<Option<Loaded>, StoreError> {
    let sql = "SELECT version, seq, head, state FROM stream WHERE stream = $1 AND state IS NOT NULL \
               UNION ALL SELECT NULL, NULL, NULL, state FROM track WHERE stream = $1";
    let name = id.stream();
    let query = Statement::from_sql_and_values(store.backend(), sql, [name.as_str().into()]);
    let mut row = None;
    let mut tracks: Vec<Track> = Vec::new();
    for found in store.read.query_all_raw(query).await.store()? {
        let state: String = found.try_get("", "state").store()?;
        let version: Option<i64> = found.try_get("", "version").store()?;
        let Some(version) = version else {
            tracks.push(column::json("track", &state)?);
            continue;
        };
        let seq: i64 = found.try_get("", "seq").store()?;
        let head: Option<String> = found.try_get("", "head").store()?;
        let campaign: Campaign = column::json("campaign", &state)?;
        row = Some((version, seq, head, campaign));
    }
    let Some((version, seq, head, mut campaign)) = row else {
        return Ok(None);
    };
    tracks.sort_unstable_by_key(|track| track.practice);
    campaign.tracks = tracks.into();
    let row = StreamRow {
        version: column::count(version)?,
        seq: column::count(seq)?,
        head: column::parsed_or_none("head", head)?,
        stream: name,
    };
    Ok(Some(Loaded { row, campaign }))
}

pub(super) async fn campaigns(store: &SqlStore) -> Result<Vec<CampaignId>, StoreError> {
    let names = stream::Entity::find()
        .select_only()
        .column(stream::Column::Stream)
        .filter(stream::Column::State.is_not_null())
        .into_tuple::<String>()
        .all(&store.read);
    let mut names = names.await.store()?;
    names.sort_unstable();
    names
        .iter()
        .map(|name| column::parsed("campaign", name))
        .collect()
}

pub(super) async fn row(store: &SqlStore, name: &str) -> Result<Option<StreamRow>, StoreError> {
    let row = stream::Entity::find()
        .filter(stream::Column::Stream.eq(name))
        .into_partial_model::<Head>()
        .one(&store.read);
    row.await.store()?.map(StreamRow::try_from).transpose()
}

pub(super) async fn heads(store: &SqlStore) -> Result<Vec<StreamHead>, StoreError> {
    let found = stream::Entity::find()
        .filter(stream::Column::Seq.gt(0))
        .into_partial_model::<Head>()
        .all(&store.read);
    let mut heads = Vec::new();
    for row in found.await.store()? {
        let StreamRow {
            stream, seq, head, ..
        } = StreamRow::try_from(row)?;
        let head = head.ok_or_else(|| damaged("head", format!("`{stream}` has none")))?;
        heads.push(StreamHead { stream, seq, head });
    }
    heads.sort_unstable_by(|a, b| a.stream.cmp(&b.stream));
    Ok(heads)
}
