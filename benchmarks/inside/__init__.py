"""What runs in processes of its own: peers in their environments, and our side of what
is measured by peak memory. Peers' scripts use the standard library and the peer."""
