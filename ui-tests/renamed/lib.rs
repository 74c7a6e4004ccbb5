//! A crate that knows lowcard by another name, and names it in `crate = …`.

use toolkit::{Counter, Histogram, Info, LabelSet, LabelValue, Metrics, metric};

/// How a reminder is sent.
#[derive(LabelValue)]
#[label(crate = toolkit)]
pub enum Channel {
    /// By e-mail.
    Email,
    /// By push message.
    Push,
}

/// Queues, met at run time.
#[derive(LabelValue)]
#[label(max = 5, crate = toolkit)]
pub struct Queue(toolkit::Interned);

/// A delivery.
#[derive(LabelSet)]
#[labels(crate = toolkit)]
pub struct Delivery {
    /// How it is sent.
    pub channel: Channel,
    /// Where it waited.
    pub queue: Queue,
}

/// What this build is.
#[derive(LabelSet)]
#[labels(constant, crate = toolkit)]
pub struct Build {
    /// Its version.
    pub version: &'static str,
}

/// Reminders that left the service.
#[metric(crate = toolkit)]
pub static REMINDERS_TOTAL: Counter<Delivery>;

/// Metrics of the deliveries.
#[derive(Metrics)]
#[metrics(prefix = "delivery", route = "/metrics", crate = toolkit)]
pub struct DeliveryMetrics {
    /// Time to deliver.
    pub duration_seconds: Histogram<Delivery>,
    /// Bytes of a delivery.
    #[metric(native)]
    pub size_bytes: Histogram,
    /// This build.
    pub build_info: Info<Build>,
}

toolkit::http_metrics!(pub HttpMetrics, body_sizes);

/// This build, too.
#[metric(from = build, crate = toolkit)]
pub static TOOL_INFO: Info<Build>;

fn build() -> Build {
    Build { version: "1.2.3" }
}

toolkit::system_metrics!(pub SystemMetrics);

#[cfg(test)]
mod tests {
    use toolkit::Registry;
    use toolkit::http::HttpLayer;

    use super::{Build, Channel, Delivery, DeliveryMetrics, HttpMetrics, REMINDERS_TOTAL, SystemMetrics};

    #[test]
    fn every_macro_uses_the_name_that_it_is_given() -> Result<(), toolkit::RegisterError> {
        let registry = Registry::new();
        let metrics = DeliveryMetrics::register(&registry)?;
        metrics.build_info.set(Build { version: "1.2.3" });
        metrics.duration_seconds.with(Delivery { channel: Channel::Push, queue: "night".into() }).observe(0.2);
        let text = registry.encode_text();
        assert!(text.contains("delivery_build_info{version=\"1.2.3\"} 1\n"), "{text}");
        assert!(text.contains("delivery_duration_seconds_count{channel=\"push\",queue=\"night\"} 1\n"), "{text}");

        let registry = Registry::new();
        SystemMetrics::register(&registry)?;
        assert!(registry.encode_text().contains("\nbuild_info{version=\""), "{}", registry.encode_text());

        let reminder = REMINDERS_TOTAL.with(Delivery { channel: Channel::Email, queue: "day".into() });
        reminder.inc();
        assert_eq!(reminder.get(), 1);

        let _layer = HttpLayer::new(&HttpMetrics::register(&registry)?);
        assert!(registry.encode_text().contains("\nhttp_requests_in_flight 0\n"));
        Ok(())
    }
}
