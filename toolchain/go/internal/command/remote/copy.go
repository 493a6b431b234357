package remote

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"homelab/toolchain/internal/command/ssh"
	"homelab/toolchain/internal/refuse"
	"homelab/toolchain/internal/versions"
)

// CopyToRemote copies a file, a folder or a text to a machine.
type CopyToRemote struct{}

// CopyToRemoteInputs are what the program gives.
type CopyToRemoteInputs struct {
	Connection *Connection          `pulumi:"connection" provider:"secret"`
	Triggers   *[]any               `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Source     types.AssetOrArchive `pulumi:"source"`
	RemotePath string               `pulumi:"remotePath"`
}

// CopyToRemoteOutputs are kept in the state.
type CopyToRemoteOutputs struct{ CopyToRemoteInputs }

var (
	_ infer.CustomCheck[CopyToRemoteInputs]                         = (*CopyToRemote)(nil)
	_ infer.CustomResource[CopyToRemoteInputs, CopyToRemoteOutputs] = (*CopyToRemote)(nil)
	_ infer.CustomUpdate[CopyToRemoteInputs, CopyToRemoteOutputs]   = (*CopyToRemote)(nil)
)

// Annotate describes the class in the schema.
func (c *CopyToRemote) Annotate(a infer.Annotator) {
	a.Describe(&c, "A copy of a file, a folder or a text on a machine that is reached over SSH.")
}

// Annotate describes the inputs in the schema.
func (c *CopyToRemoteInputs) Annotate(a infer.Annotator) {
	a.Describe(&c.Connection, "How to reach the machine.")
	a.Describe(&c.Triggers, "Values of any kind; a change of one replaces the resource.")
	a.Describe(&c.Source, "A FileAsset, a StringAsset, or a FileArchive (a folder or an archive, copied as it is).")
	a.Describe(&c.RemotePath, "Where to put it; folders on the way are made. An existing folder gets the source inside.")
}

// Check refuses sources that this release cannot copy. As in that release, a source that is not yet
// known in a preview is refused too.
func (*CopyToRemote) Check(
	ctx context.Context, request infer.CheckRequest,
) (infer.CheckResponse[CopyToRemoteInputs], error) {
	inputs, failures, err := infer.DefaultCheck[CopyToRemoteInputs](ctx, request.NewInputs)
	if err == nil {
		failures = append(failures, sourceFailures(inputs.Source)...)
	}
	return infer.CheckResponse[CopyToRemoteInputs]{Inputs: inputs, Failures: failures}, err
}

func sourceFailures(source types.AssetOrArchive) []p.CheckFailure {
	build := refuse.Build{Name: "command", Version: versions.Command}
	asset, archive := source.Asset, source.Archive
	switch {
	case asset != nil && archive != nil:
		return []p.CheckFailure{{Property: "asset", Reason: "only one of asset or archive can be set"}}
	case asset == nil && archive == nil:
		return []p.CheckFailure{{Property: "asset", Reason: "either asset or archive must be set"}}
	case asset != nil && !asset.IsPath() && !asset.IsText():
		return []p.CheckFailure{{Property: "asset", Reason: build.Errorf("remote.CopyToRemote of a remote asset " +
			"is not supported, supported are FileAsset, StringAsset and FileArchive").Error()}}
	case archive != nil && !archive.IsPath():
		return []p.CheckFailure{{Property: "archive", Reason: build.Errorf("remote.CopyToRemote of a remote archive or " +
			"an archive of assets is not supported, supported are FileAsset, StringAsset and FileArchive").Error()}}
	}
	return nil
}

// Create copies.
func (*CopyToRemote) Create(
	ctx context.Context, request infer.CreateRequest[CopyToRemoteInputs],
) (infer.CreateResponse[CopyToRemoteOutputs], error) {
	state := CopyToRemoteOutputs{request.Inputs}
	if request.DryRun {
		return infer.CreateResponse[CopyToRemoteOutputs]{Output: state}, nil
	}
	if err := state.copy(ctx); err != nil {
		return infer.CreateResponse[CopyToRemoteOutputs]{Output: state}, err
	}
	id, err := resource.NewUniqueHex("", 8, 0)
	return infer.CreateResponse[CopyToRemoteOutputs]{ID: id, Output: state}, err
}

// Update copies again where content or place changed; another connection alone is only recorded.
func (*CopyToRemote) Update(
	ctx context.Context, request infer.UpdateRequest[CopyToRemoteInputs, CopyToRemoteOutputs],
) (infer.UpdateResponse[CopyToRemoteOutputs], error) {
	state := CopyToRemoteOutputs{request.Inputs}
	changed := state.hash() != request.State.hash() || state.RemotePath != request.State.RemotePath
	var err error
	if changed && !request.DryRun {
		err = state.copy(ctx)
	}
	return infer.UpdateResponse[CopyToRemoteOutputs]{Output: state}, err
}

func (c *CopyToRemoteInputs) hash() string {
	if c.Source.Archive != nil {
		return c.Source.Archive.Hash
	}
	return c.Source.Asset.Hash
}

func (c *CopyToRemoteInputs) copy(ctx context.Context) error {
	switch asset := c.Source.Asset; {
	case asset != nil && asset.IsText():
		return ssh.CopyText(ctx, c.Connection.target(), asset.Text, c.RemotePath)
	case asset != nil:
		return ssh.CopyPath(ctx, c.Connection.target(), asset.Path, c.RemotePath)
	}
	return ssh.CopyPath(ctx, c.Connection.target(), c.Source.Archive.Path, c.RemotePath)
}
