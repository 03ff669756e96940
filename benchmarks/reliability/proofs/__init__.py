"""The proofs, a module each, and what they share: processes, servers, the audit, the counts."""
