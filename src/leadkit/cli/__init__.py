"""The command line: thin. It reads files, holds a desk, writes files, and speaks to people."""
