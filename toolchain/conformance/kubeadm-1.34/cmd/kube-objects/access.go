package main

import (
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api/v1"
	sigsyaml "sigs.k8s.io/yaml"
)

// A kubeconfig, as kubectl reads it; keys that it would pass over are mistakes here.
func access(document []byte) error {
	if err := sigsyaml.UnmarshalStrict(document, &clientcmdapi.Config{}); err != nil {
		return err
	}
	config, err := clientcmd.Load(document)
	if err != nil {
		return err
	}
	return clientcmd.ConfirmUsable(*config, config.CurrentContext)
}
