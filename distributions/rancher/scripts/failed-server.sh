# Deleting the Node object makes the managed etcd drop the member.
drop_member() { :; }
