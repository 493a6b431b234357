// Etcd-3.5.16 is etcd itself, under a name that tells its version.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
