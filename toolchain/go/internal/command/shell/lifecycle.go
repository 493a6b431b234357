// Package shell holds what a command run here and one run over SSH have in common.
package shell

import "github.com/pulumi/pulumi-go-provider/infer"

// Lifecycle says what to run at each turn of a resource's life.
type Lifecycle struct {
	Triggers *[]any  `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Create   *string `pulumi:"create,optional"`
	Update   *string `pulumi:"update,optional"`
	Delete   *string `pulumi:"delete,optional"`
}

// Annotate describes the inputs in the schema.
func (l *Lifecycle) Annotate(a infer.Annotator) {
	a.Describe(&l.Triggers, "Values of any kind; a change of one replaces the resource.")
	a.Describe(&l.Create, "The command to run when the resource is created, and on changes when there is no `update`.")
	a.Describe(&l.Update, "The command to run when inputs change. Without it `create` runs again.")
	a.Describe(&l.Delete, "The command to run when the resource is deleted. It sees the outputs of the last run "+
		"in PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR.")
}

// OnUpdate is the command for a change of inputs, nil when there is none.
func (l *Lifecycle) OnUpdate() *string {
	if l.Update != nil {
		return l.Update
	}
	return l.Create
}

// Output is what a command wrote; one line end is dropped from its end.
type Output struct {
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
}

// Annotate describes the outputs in the schema.
func (o *Output) Annotate(a infer.Annotator) {
	a.Describe(&o.Stdout, "What the command wrote to standard output.")
	a.Describe(&o.Stderr, "What the command wrote to standard error.")
}

// Previous is the environment that tells a command what the run before it wrote. Empty outputs are
// left out, and so is everything when the resource says so; absence of a setting means yes.
func (o Output) Previous(wanted *bool) []Variable {
	var variables []Variable
	if wanted != nil && !*wanted {
		return variables
	}
	if o.Stdout != "" {
		variables = append(variables, Variable{"PULUMI_COMMAND_STDOUT", o.Stdout})
	}
	if o.Stderr != "" {
		variables = append(variables, Variable{"PULUMI_COMMAND_STDERR", o.Stderr})
	}
	return variables
}

// Variable is one environment variable.
type Variable struct{ Name, Value string }
