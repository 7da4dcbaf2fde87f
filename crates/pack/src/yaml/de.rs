//! From tree to plain serde structs, going on after every list item that cannot be read.
//!
//! Differences from a usual deserializer: an unknown key is a finding and is skipped; a
//! list item that does not fit is a finding and is left out; both leave the rest usable.

use super::error::{Error, unknown_key};
use super::scalar::{Scalar, resolve};
use super::{Data, Node, Sink};
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

/// After so many items that do not fit, reading a file is given up.
const MOST_FINDINGS: usize = 100;

/// Reads the value of a tree. `None` when the top itself does not fit.
pub fn read<T: DeserializeOwned>(root: &Node, sink: &Sink) -> Option<T> {
    let top = De {
        node: root,
        key: "",
        sink,
    };
    for _ in 0..MOST_FINDINGS {
        let error = match T::deserialize(top) {
            Ok(value) => return Some(value),
            Err(error) => error.at(root, "*"),
        };
        let item = error.item();
        let (diagnostic, pos) = error.into_parts();
        sink.push(diagnostic, pos);
        // Once more without the item: serde cannot go on after an error.
        sink.drop_item(item?);
    }
    None
}

#[derive(Clone, Copy)]
struct De<'a> {
    node: &'a Node,
    /// The key the value stands under, for messages.
    key: &'a str,
    sink: &'a Sink,
}

impl<'a> De<'a> {
    fn scalar(self) -> Option<Scalar<'a>> {
        match &self.node.data {
            Data::Scalar { text, plain } => Some(resolve(text, *plain)),
            _ => None,
        }
    }

    fn wrong<T>(self, wanted: &str) -> Result<T, Error> {
        Err(Error::wrong_type(wanted, self.node, self.key))
    }

    fn map<V: Visitor<'a>>(
        self,
        visitor: V,
        known: Option<&'static [&'static str]>,
    ) -> Result<V::Value, Error> {
        let Data::Map(entries) = &self.node.data else {
            return self.wrong("map");
        };
        let map = Map {
            entries: entries.iter(),
            value: None,
            known,
            of: self,
        };
        visitor
            .visit_map(map)
            .map_err(|e| e.at(self.node, self.key))
    }

    fn seq<V: Visitor<'a>>(self, visitor: V, tolerant: bool) -> Result<V::Value, Error> {
        let Data::Seq(items) = &self.node.data else {
            return self.wrong("list");
        };
        let seq = Seq {
            items: items.iter(),
            of: self,
            tolerant,
        };
        visitor
            .visit_seq(seq)
            .map_err(|e| e.at(self.node, self.key))
    }
}

macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.scalar() {
                Some(Scalar::Integer(n)) => visitor.visit_i64(n).map_err(|e: Error| e.at(self.node, self.key)),
                _ => self.wrong("integer"),
            }
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
            match &self.node.data {
                Data::Scalar { text, .. } if !self.node.is_null() => {
                    visitor.visit_borrowed_str(text).map_err(|e: Error| e.at(self.node, self.key))
                }
                _ => self.wrong("text"),
            }
        }
    )*};
}

impl<'a> de::Deserializer<'a> for De<'a> {
    type Error = Error;

    integers! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
    deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 }
    texts! { deserialize_str deserialize_string deserialize_char deserialize_identifier
    deserialize_bytes deserialize_byte_buf }

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        let result = match (self.scalar(), &self.node.data) {
            (None, Data::Seq(_)) => return self.seq(visitor, false),
            (None, _) => return self.map(visitor, None),
            (Some(Scalar::Null), _) => visitor.visit_unit(),
            (Some(Scalar::Flag(flag)), _) => visitor.visit_bool(flag),
            (Some(Scalar::Integer(n)), _) => visitor.visit_i64(n),
            (Some(Scalar::Number(n)), _) => visitor.visit_f64(n),
            (Some(Scalar::Text(text)), _) => visitor.visit_borrowed_str(text),
        };
        result.map_err(|e: Error| e.at(self.node, self.key))
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.scalar() {
            Some(Scalar::Flag(flag)) => visitor.visit_bool(flag),
            _ => self.wrong("flag"),
        }
    }

    fn deserialize_f32<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "a figure beyond 2^53 is rounded like any f64"
    )]
    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.scalar() {
            Some(Scalar::Integer(n)) => visitor.visit_f64(n as f64),
            Some(Scalar::Number(n)) => visitor.visit_f64(n),
            _ => self.wrong("number"),
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_null() {
            visitor.visit_unit()
        } else {
            self.wrong("nothing")
        }
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        self.seq(visitor, true)
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.seq(visitor, false)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.seq(visitor, false)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        self.map(visitor, None)
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.map(visitor, Some(fields))
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let result = match &self.node.data {
            Data::Scalar { text, .. } if !self.node.is_null() => {
                visitor.visit_enum(IntoDeserializer::<Error>::into_deserializer(&**text))
            }
            Data::Map(entries) => match &entries[..] {
                [(key, value)] => {
                    let content = De {
                        node: value,
                        key: key.text().unwrap_or_default(),
                        ..self
                    };
                    visitor.visit_enum(Variant { key, content })
                }
                _ => return self.wrong("word"),
            },
            _ => return self.wrong("word"),
        };
        result.map_err(|e: Error| e.at(self.node, self.key))
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

struct Seq<'a> {
    items: std::slice::Iter<'a, Node>,
    of: De<'a>,
    tolerant: bool,
}

impl<'a> de::SeqAccess<'a> for Seq<'a> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(node) = self
            .items
            .by_ref()
            .find(|item| !self.of.sink.is_dropped(item))
        else {
            return Ok(None);
        };
        let failed = |error: Error| {
            let error = error.at(node, self.of.key);
            if self.tolerant {
                error.in_item(node)
            } else {
                error
            }
        };
        seed.deserialize(De { node, ..self.of })
            .map(Some)
            .map_err(failed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Map<'a> {
    entries: std::slice::Iter<'a, (Node, Node)>,
    value: Option<De<'a>>,
    /// Keys of the struct; `None` for a map with keys of its own.
    known: Option<&'static [&'static str]>,
    of: De<'a>,
}

impl<'a> de::MapAccess<'a> for Map<'a> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        for (key, value) in self.entries.by_ref() {
            let name = key.text().unwrap_or_default();
            if let Some(known) = self.known.filter(|known| !known.contains(&name)) {
                self.of.sink.push(unknown_key(name, known), key.pos);
                continue;
            }
            self.value = Some(De {
                node: value,
                key: name,
                ..self.of
            });
            let read = seed.deserialize(De {
                node: key,
                ..self.of
            });
            return read.map(Some).map_err(|e| e.at(key, name));
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.take().unwrap_or(self.of);
        seed.deserialize(value)
            .map_err(|e| e.at(value.node, value.key))
    }
}

/// `{variant: content}`.
struct Variant<'a> {
    key: &'a Node,
    content: De<'a>,
}

impl<'a> de::EnumAccess<'a> for Variant<'a> {
    type Error = Error;
    type Variant = De<'a>;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, De<'a>), Error> {
        let name = seed.deserialize(De {
            node: self.key,
            ..self.content
        });
        name.map(|name| (name, self.content))
            .map_err(|e| e.at(self.key, self.content.key))
    }
}

impl<'a> de::VariantAccess<'a> for De<'a> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        if self.node.is_null() {
            Ok(())
        } else {
            self.wrong("nothing")
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
            .map_err(|e| e.at(self.node, self.key))
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.seq(visitor, false)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.map(visitor, Some(fields))
    }
}
