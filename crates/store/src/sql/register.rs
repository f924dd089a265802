//! Reads of the register, people and definitions.

use chrono::NaiveDate;
use precede_model::{
    Contact, Digest, Membership, Organisation, OrganisationCode, OrganisationKind, Person,
    PersonId, ProgrammeCode,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use crate::{
    StoreError, StoredDefinition,
    entity::{contact, definition, membership, organisation, person},
    order,
    sql::{SqlStore, error::StoreErrorExt},
};

pub(super) async fn organisation(
    store: &SqlStore,
    code: OrganisationCode,
) -> Result<Option<Organisation>, StoreError> {
    one(store, organisation::Entity::find_by_id(code.as_str())).await
}

pub(super) async fn organisations(
    store: &SqlStore,
    kind: Option<OrganisationKind>,
) -> Result<Vec<Organisation>, StoreError> {
    let kind = kind.map(|kind| organisation::Column::Kind.eq(kind.to_string()));
    let query = organisation::Entity::find().filter(condition(kind));
    let mut found = all(store, query).await?;
    order::organisations(&mut found);
    Ok(found)
}

pub(super) async fn memberships(store: &SqlStore) -> Result<Vec<Membership>, StoreError> {
    let mut found = all(store, membership::Entity::find()).await?;
    order::memberships(&mut found);
    Ok(found)
}

pub(super) async fn members_on(
    store: &SqlStore,
    parent: OrganisationCode,
    day: NaiveDate,
) -> Result<Vec<Organisation>, StoreError> {
    let held = membership::Column::Parent.eq(parent.as_str());
    related_on(store, membership::Column::Child, held, day).await
}

pub(super) async fn parents_on(
    store: &SqlStore,
    child: OrganisationCode,
    day: NaiveDate,
) -> Result<Vec<Organisation>, StoreError> {
    let held = membership::Column::Child.eq(child.as_str());
    related_on(store, membership::Column::Parent, held, day).await
}

/// Organisations on the other side of the memberships that hold on a day. Days in ISO form sort as text.
async fn related_on(
    store: &SqlStore,
    side: membership::Column,
    held: sea_orm::sea_query::SimpleExpr,
    day: NaiveDate,
) -> Result<Vec<Organisation>, StoreError> {
    let day = day.to_string();
    let codes = membership::Entity::find()
        .select_only()
        .column(side)
        .filter(held)
        .filter(membership::Column::FromDay.lte(day.as_str()))
        .filter(
            Condition::any()
                .add(membership::Column::UntilDay.is_null())
                .add(membership::Column::UntilDay.gte(day.as_str())),
        )
        .into_query();
    let query = organisation::Entity::find().filter(organisation::Column::Code.in_subquery(codes));
    let mut found = all(store, query).await?;
    order::organisations(&mut found);
    Ok(found)
}

pub(super) async fn contacts(
    store: &SqlStore,
    organisation: Option<OrganisationCode>,
) -> Result<Vec<Contact>, StoreError> {
    let of = organisation.map(|code| contact::Column::Organisation.eq(code.as_str()));
    let mut found = all(store, contact::Entity::find().filter(condition(of))).await?;
    order::contacts(&mut found);
    Ok(found)
}

pub(super) async fn person(store: &SqlStore, id: PersonId) -> Result<Option<Person>, StoreError> {
    one(store, person::Entity::find_by_id(id.as_str())).await
}

pub(super) async fn people(store: &SqlStore) -> Result<Vec<Person>, StoreError> {
    let mut found = all(store, person::Entity::find()).await?;
    order::people(&mut found);
    Ok(found)
}

pub(super) async fn definition(
    store: &SqlStore,
    digest: Digest,
) -> Result<Option<StoredDefinition>, StoreError> {
    one(store, definition::Entity::find_by_id(digest.to_string())).await
}

pub(super) async fn definitions(
    store: &SqlStore,
    programme: Option<ProgrammeCode>,
) -> Result<Vec<StoredDefinition>, StoreError> {
    let of = programme.map(|code| definition::Column::Programme.eq(code.as_str()));
    let mut found = all(store, definition::Entity::find().filter(condition(of))).await?;
    order::definitions(&mut found);
    Ok(found)
}

fn condition(filter: Option<sea_orm::sea_query::SimpleExpr>) -> Condition {
    Condition::all().add_option(filter)
}

async fn one<E, T>(store: &SqlStore, query: Select<E>) -> Result<Option<T>, StoreError>
where
    E: EntityTrait<Model: Send + Sync>,
    T: TryFrom<E::Model, Error = StoreError>,
{
    let row = query.one(&store.read).await.store()?;
    row.map(T::try_from).transpose()
}

async fn all<E, T>(store: &SqlStore, query: Select<E>) -> Result<Vec<T>, StoreError>
where
    E: EntityTrait<Model: Send + Sync>,
    T: TryFrom<E::Model, Error = StoreError>,
{
    let rows = query.all(&store.read).await.store()?;
    rows.into_iter().map(T::try_from).collect()
}
