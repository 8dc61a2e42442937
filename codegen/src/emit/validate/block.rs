//! Statements of a validator as data, so that what contains them takes the shortest form: a branch without braces, an `if` without `else`, a
//! function that ends with its last condition.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// Statements in order, and perhaps a value behind them.
#[derive(Clone, Default)]
pub(super) struct Block {
    statements: Vec<Statement>,
    /// True if nothing behind the statements is reached.
    leaves: bool,
}

#[derive(Clone)]
enum Statement {
    /// `static TABLE: …;`
    Item(TokenStream),
    /// `call?;`
    Try(TokenStream),
    /// `return value;`
    Return(TokenStream),
    /// The value of the block, which is last.
    Value(TokenStream),
    If(Predicate, Block, Block),
    Match(TokenStream),
    Other(TokenStream),
}

/// The condition of an `if`.
#[derive(Clone)]
pub(super) enum Predicate {
    /// A call of a function, a method or a macro.
    Call(TokenStream),
    /// An expression in parentheses.
    Group(TokenStream),
    /// `!condition`
    Not(Box<Predicate>),
    /// `left == right`
    Equal(TokenStream, TokenStream),
    /// `call || left == right`
    Or(TokenStream),
    /// `let pattern = value`
    Let(TokenStream),
    /// Any other expression.
    Other(TokenStream),
}

impl Predicate {
    /// Returns `!call`.
    pub(super) fn not(call: TokenStream) -> Self {
        Self::Call(call).negated()
    }

    /// Returns the opposite of a condition.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(condition) => *condition,
            Self::Equal(left, right) => Self::Other(quote!(#left != #right)),
            Self::Or(it) | Self::Let(it) | Self::Other(it) => Self::Group(it).negated(),
            Self::Call(_) | Self::Group(_) => Self::Not(Box::new(self)),
        }
    }

    /// Returns true for an operand of `||`.
    fn is_plain(&self) -> bool {
        matches!(self, Self::Call(_) | Self::Equal(..) | Self::Or(_))
    }
}

impl ToTokens for Predicate {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Call(it) | Self::Or(it) | Self::Other(it) => it.clone(),
            Self::Group(it) => quote!((#it)),
            Self::Not(condition) => quote!(!#condition),
            Self::Equal(left, right) => quote!(#left == #right),
            Self::Let(binding) => quote!(let #binding),
        });
    }
}

impl Block {
    fn of(statement: Statement, leaves: bool) -> Self {
        Self { statements: vec![statement], leaves }
    }

    /// Returns a `static`.
    pub(super) fn item(item: TokenStream) -> Self {
        Self::of(Statement::Item(item), false)
    }

    /// Returns `call?;`.
    pub(super) fn attempt(call: TokenStream) -> Self {
        Self::of(Statement::Try(call), false)
    }

    /// Returns `return value;`.
    pub(super) fn returning(value: TokenStream) -> Self {
        Self::of(Statement::Return(value), true)
    }

    /// Returns `return None;`.
    pub(super) fn refuse() -> Self {
        Self::returning(quote!(None))
    }

    /// Returns the value of a block.
    pub(super) fn value(value: TokenStream) -> Self {
        Self::of(Statement::Value(value), false)
    }

    /// Returns other statements.
    pub(super) fn other(statements: TokenStream) -> Self {
        if statements.is_empty() { Self::default() } else { Self::of(Statement::Other(statements), false) }
    }

    /// Returns a `match`, whose arms all leave if `leaves` is true.
    pub(super) fn choice(choice: TokenStream, leaves: bool) -> Self {
        Self::of(Statement::Match(choice), leaves)
    }

    /// Returns an `if`; nothing if both branches are empty. If the next one does the same, both become one.
    pub(super) fn either(condition: Predicate, then: Self, otherwise: Self) -> Self {
        let leaves = then.leaves && otherwise.leaves;
        match condition {
            _ if then.is_empty() && otherwise.is_empty() => Self::default(),
            Predicate::Let(_) => Self::of(Statement::If(condition, then, otherwise), leaves),
            condition if then.is_empty() => Self::of(Statement::If(condition.negated(), otherwise, then), false),
            condition => match otherwise.statements.as_slice() {
                [Statement::If(next, same, rest)]
                    if condition.is_plain()
                        && next.is_plain()
                        && same.to_token_stream().to_string() == then.to_token_stream().to_string() =>
                {
                    Self::of(Statement::If(Predicate::Or(quote!(#condition || #next)), then, rest.clone()), leaves)
                }
                _ => Self::of(Statement::If(condition, then, otherwise), leaves),
            },
        }
    }

    /// Returns `if condition { … }`.
    pub(super) fn when(condition: Predicate, then: Self) -> Self {
        Self::either(condition, then, Self::default())
    }

    /// Returns `if condition { return None; }`.
    pub(super) fn refuse_if(condition: Predicate) -> Self {
        Self::when(condition, Self::refuse())
    }

    /// Adds statements, which nothing reaches if these leave.
    pub(super) fn and(mut self, next: Self) -> Self {
        if !self.leaves {
            self.statements.extend(next.statements);
            self.leaves = next.leaves;
        }
        self
    }

    /// Ends a block with the verdict that it accepts, or with its last condition.
    pub(super) fn accept(mut self) -> Self {
        match self.statements.pop() {
            Some(Statement::If(Predicate::Not(holds), then, _))
                if then.is_refusal() && matches!(*holds, Predicate::Call(_)) =>
            {
                self.and(Self::value(quote!(#holds.then_some(()))))
            }
            last => {
                self.statements.extend(last);
                self.and(Self::value(quote!(Some(()))))
            }
        }
    }

    /// Writes `if condition { … } else { None }` at the end of a function as an early return, so that the rest is not indented.
    pub(super) fn leave_first(mut self) -> Self {
        let is_none =
            |block: &Self| matches!(block.statements.as_slice(), [Statement::Value(it)] if it.to_string() == "None");
        match self.statements.pop() {
            Some(Statement::If(condition @ (Predicate::Call(_) | Predicate::Equal(..)), then, otherwise))
                if is_none(&otherwise) && then.statements.len() > 1 =>
            {
                let (items, then): (Vec<Statement>, _) =
                    then.statements.into_iter().partition(|it| matches!(it, Statement::Item(_)));
                self.statements.splice(0..0, items);
                self.and(Self::refuse_if(condition.negated())).and(Self { statements: then, leaves: false })
            }
            last => {
                self.statements.extend(last);
                self
            }
        }
    }

    /// Returns true if nothing behind the block is reached.
    pub(super) fn leaves(&self) -> bool {
        self.leaves
    }

    pub(super) fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// Returns true if the block does nothing but return.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self.statements.as_slice(), [Statement::Return(_)])
    }

    /// Emits the only statement as an expression, if it is a call, a return or a value.
    pub(super) fn only(&self) -> Option<TokenStream> {
        match self.statements.as_slice() {
            [Statement::Try(call)] => Some(quote!(#call?)),
            [Statement::Return(value)] => Some(quote!(return #value)),
            [Statement::Value(value)] => Some(value.clone()),
            _ => None,
        }
    }

    /// Emits the block as an expression.
    pub(super) fn expression(&self) -> TokenStream {
        match self.statements.as_slice() {
            [Statement::Value(_) | Statement::If(..) | Statement::Match(_)] => quote!(#self),
            _ => quote!({ #self }),
        }
    }

    /// Emits the body of an arm, with what separates it from the next one.
    pub(super) fn arm(&self) -> TokenStream {
        self.only().map_or_else(|| quote!({ #self }), |only| quote!(#only,))
    }
}

impl FromIterator<Block> for Block {
    fn from_iter<I: IntoIterator<Item = Block>>(blocks: I) -> Self {
        blocks.into_iter().fold(Self::default(), Self::and)
    }
}

impl ToTokens for Statement {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Try(call) => quote!(#call?;),
            Self::Return(value) => quote!(return #value;),
            Self::If(Predicate::Group(condition), then, otherwise) => {
                let condition = Predicate::Other(condition.clone());
                Self::If(condition, then.clone(), otherwise.clone()).to_token_stream()
            }
            Self::If(condition, then, otherwise) => match otherwise.statements.as_slice() {
                [] => quote!(if #condition { #then }),
                [Self::If(..)] => quote!(if #condition { #then } else #otherwise),
                _ => quote!(if #condition { #then } else { #otherwise }),
            },
            Self::Item(it) | Self::Value(it) | Self::Match(it) | Self::Other(it) => it.clone(),
        });
    }
}

impl ToTokens for Block {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.statements.iter().for_each(|statement| statement.to_tokens(tokens));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Block {
        let name = quote::format_ident!("{name}");
        Block::attempt(quote!(#name(scanner)))
    }

    fn holds(condition: TokenStream) -> Predicate {
        Predicate::Call(condition)
    }

    #[test]
    fn blocks_take_their_shortest_form() {
        let (start, value) = (|| Block::other(quote!(let start = offset();)), || Block::value(quote!(scanner.value())));
        let is_object = || Predicate::Equal(quote!(byte), quote!(b'{'));
        for (block, expected) in [
            (Block::refuse().and(read("a")), quote!(return None;)),
            (
                Block::either(holds(quote!(a())), Block::refuse(), Block::refuse()).and(read("b")),
                quote!(if a() {
                    return None;
                } else {
                    return None;
                }),
            ),
            (Block::when(holds(quote!(a())), Block::default()), quote!()),
            (
                Block::either(holds(quote!(a())), Block::default(), read("b")),
                quote!(if !a() {
                    b(scanner)?;
                }),
            ),
            (
                Block::either(is_object(), Block::default(), read("b")),
                quote!(if byte != b'{' {
                    b(scanner)?;
                }),
            ),
            (
                Block::refuse_if(Predicate::Group(quote!(a() || b()))),
                quote!(if a() || b() {
                    return None;
                }),
            ),
            (
                Block::refuse_if(Predicate::Group(quote!(a() || b())).negated()),
                quote!(if !(a() || b()) {
                    return None;
                }),
            ),
            (
                Block::refuse_if(Predicate::not(quote!(a())).negated()),
                quote!(if a() {
                    return None;
                }),
            ),
            (
                Block::either(is_object(), read("a"), Block::either(holds(quote!(b())), read("a"), read("c"))),
                quote!(if byte == b'{' || b() {
                    a(scanner)?;
                } else {
                    c(scanner)?;
                }),
            ),
            (
                Block::either(is_object(), read("a"), Block::when(holds(quote!(b())), read("c"))),
                quote!(if byte == b'{' {
                    a(scanner)?;
                } else if b() {
                    c(scanner)?;
                }),
            ),
            (
                read("a").and(Block::refuse_if(Predicate::not(quote!(b.has(1))))).accept(),
                quote!(a(scanner)?; b.has(1).then_some(())),
            ),
            (
                Block::refuse_if(Predicate::Other(quote!(length < 1))).accept(),
                quote!(if length < 1 { return None; } Some(())),
            ),
            (
                Block::either(is_object(), start().and(value()), Block::value(quote!(None))).leave_first(),
                quote!(if byte != b'{' { return None; } let start = offset(); scanner.value()),
            ),
            (
                Block::either(is_object(), value(), Block::value(quote!(None))).leave_first(),
                quote!(if byte == b'{' { scanner.value() } else { None }),
            ),
        ] {
            assert_eq!(block.to_token_stream().to_string(), expected.to_string());
        }
    }
}
