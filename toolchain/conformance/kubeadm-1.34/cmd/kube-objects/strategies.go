package main

import (
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/apps"
	"k8s.io/kubernetes/pkg/apis/batch"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/rbac"

	// The kinds that the scheme knows.
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"

	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
)

type strategy interface {
	rest.RESTCreateStrategy
}

// How an API server creates each kind.
var strategies = map[schema.GroupKind]strategy{
	core.Kind("ConfigMap"):          configmap.Strategy,
	core.Kind("Namespace"):          namespace.Strategy,
	core.Kind("Pod"):                pod.Strategy,
	core.Kind("Secret"):             secret.Strategy,
	core.Kind("Service"):            service.Strategy,
	core.Kind("ServiceAccount"):     serviceaccount.Strategy,
	apps.Kind("DaemonSet"):          daemonset.Strategy,
	apps.Kind("Deployment"):         deployment.Strategy,
	batch.Kind("Job"):               job.Strategy,
	rbac.Kind("ClusterRole"):        clusterrole.Strategy,
	rbac.Kind("ClusterRoleBinding"): clusterrolebinding.Strategy,
	rbac.Kind("Role"):               role.Strategy,
	rbac.Kind("RoleBinding"):        rolebinding.Strategy,
}
