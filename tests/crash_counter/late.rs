//! A process that is cut off, not dead: it knows the campaign as it was before the crash, and comes back when all is over.

use std::sync::Arc;

use precede_app::{App, AppError};
use precede_model::CampaignId;
use precede_store::{SqlStore, Store};

use super::{
    life::renderer,
    script::{HERE, name},
};

/// What it is and what it knows.
pub struct Late {
    app: App,
    store: SqlStore,
    campaign: CampaignId,
    version: u64,
}

impl Late {
    /// Looks at the campaign and is cut off.
    pub async fn cut_off(url: &str) -> Self {
        let store = SqlStore::connect(url).await.expect("the database is there");
        let app = App::new(Arc::new(store.clone()), renderer());
        let campaign = name(HERE);
        let mut tick = app.tick(app.now().await.expect("a clock"));
        tick.campaign(campaign).await.expect("it is planned");
        tick.commit().await.expect("nothing is written");
        let mut late = Self {
            app,
            store,
            campaign,
            version: 0,
        };
        late.version = late.version_now().await;
        late
    }

    async fn version_now(&self) -> u64 {
        let row = self.store.stream(&self.campaign.stream()).await;
        row.expect("it is read").expect("it is there").version
    }

    /// Comes back and does what it was about to do: let time act. It must be told that the campaign has moved.
    ///
    /// # Panics
    /// When it is not.
    pub async fn come_back(self) {
        if self.version_now().await != self.version {
            let mut tick = self.app.tick(self.app.now().await.expect("a clock"));
            tick.advance(self.campaign).await.expect("it knows it");
            let answer = tick.commit().await;
            assert!(
                matches!(answer, Err(AppError::Busy(_))),
                "who was cut off could write what it knew long ago"
            );
        }
        let Self { app, store, .. } = self;
        drop(app);
        store.close().await.expect("connections close");
    }
}
