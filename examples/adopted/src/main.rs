//! A service on its way to lowcard: what it counts with lowcard, with the prometheus crate, and what its libraries record
//! through the `metrics` facade is on one endpoint.
#![expect(clippy::print_stdout, reason = "it is here to show something")]

mod delivery;
mod orders;
mod stock;

use std::{env, error, thread};

use lowcard::Registry;
use lowcard::dynamic::Policy;
use lowcard::metrics::Recorder;

/// Where it listens, unless `ADOPTED_ADDR` says otherwise.
const ADDRESS: &str = "127.0.0.1:9464";

fn main() -> Result<(), Box<dyn error::Error>> {
    // What is declared with lowcard.
    lowcard::register_all()?;
    // What is in the prometheus crate's default registry now, and what will be.
    Registry::global().attach("prometheus", prometheus::default_registry().clone())?;
    // What libraries record through the facade from now on.
    let facade = Recorder::new(Policy::default()).install()?;

    delivery::work();
    orders::work();
    stock::work();

    let server = lowcard::serve(env::var("ADOPTED_ADDR").unwrap_or_else(|_| ADDRESS.into()))?;
    println!("serving http://{}/metrics", server.local_addr());
    for refusal in facade.metrics().refusals() {
        println!("not as it came: {refusal}");
    }
    loop {
        thread::park(); // it serves until it is killed
    }
}
