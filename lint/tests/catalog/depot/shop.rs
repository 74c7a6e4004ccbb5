use lowcard::{Gauge, metric};

/// Customers in the shop.
#[metric]
static CUSTOMERS: Gauge;

fn main() {
    CUSTOMERS.set(1);
    shop::open();
    orders::place();
}
