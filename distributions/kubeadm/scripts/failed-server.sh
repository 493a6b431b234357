# Nobody else removes the member of a control plane that has failed, and it counts for ever in the majority.
drop_member() { remove_member 127.0.0.1; }
