//! Values: exact numbers, timestamps and decimals, with their serde and schemars implementations.

pub mod chrono_0_4;
pub mod decimal;
pub mod exact;
pub mod instance;
pub mod integer;
pub mod jiff_0_2;
pub mod keyed_hash;
pub mod moment;
pub mod open_array;
pub mod open_enum;
pub mod open_struct;
pub mod open_union;
pub mod rust_decimal_1;
pub mod schema;
pub mod serde_element;
pub mod serde_member;
pub mod time_0_3;
pub mod timestamp;
pub mod value_number;
