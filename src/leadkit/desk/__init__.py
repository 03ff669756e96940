"""The façade a host holds. `leadkit.LeadDesk` is the synchronous one, `leadkit.aio.LeadDesk` its asynchronous twin."""
