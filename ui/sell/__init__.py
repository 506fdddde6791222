"""The sell screen: products, ticket, payment."""
