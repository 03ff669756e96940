"""What one has to know about names: of people, companies, places, domains and jobs. Tables, and how to ask them."""
