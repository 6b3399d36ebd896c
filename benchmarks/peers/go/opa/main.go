// Decides the orders with Open Policy Agent as a library: a prepared query over the policy in Rego.
package main

import (
	"context"
	"encoding/json"

	"peers/peer"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/util"
	"github.com/open-policy-agent/opa/v1/version"
)

type policy struct{ query rego.PreparedEvalQuery }

func load() policy {
	query, err := rego.New(
		rego.Query("data.aliexpress.answer"),
		rego.Load([]string{"benchmarks/peers/rego"}, nil),
	).PrepareForEval(context.Background())
	peer.Must(err)
	return policy{query}
}

func (policy policy) decide(order ast.Value) any {
	results, err := policy.query.Eval(context.Background(), rego.EvalParsedInput(order))
	peer.Must(err)
	return results[0].Expressions[0].Value
}

func parsed(line []byte) ast.Value {
	var facts any
	peer.Must(util.UnmarshalJSON(line, &facts))
	value, err := ast.InterfaceToValue(facts)
	peer.Must(err)
	return value
}

func main() {
	lines := peer.ReadLines()
	orders := make([]ast.Value, len(lines))
	for i, line := range lines {
		orders[i] = parsed(line)
	}
	policy := load()
	decideLine := func(line []byte) []byte {
		text, err := json.Marshal(policy.decide(parsed(line)))
		peer.Must(err)
		return text
	}

	native := peer.Mode{Name: "native", Pass: func() {
		for _, order := range orders {
			policy.decide(order)
		}
	}, Lines: func() []string {
		texts := []string{peer.Columns}
		for _, order := range orders {
			text, err := json.Marshal(policy.decide(order))
			peer.Must(err)
			var answer peer.Answer
			peer.Must(json.Unmarshal(text, &answer))
			texts = append(texts, answer.CSV())
		}
		return texts
	}}
	peer.Serve("OPA "+version.Version, len(lines), []peer.Mode{native, peer.OverLines(lines, decideLine)})
}
