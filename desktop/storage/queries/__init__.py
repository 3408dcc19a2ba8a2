"""Read queries; they return frozen records, never mapped objects."""
