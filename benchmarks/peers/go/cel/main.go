// Decides the orders with cel-go: one program, compiled from the policy in CEL, over variables with types.
package main

import (
	"encoding/json"
	"os"
	"runtime/debug"

	"peers/peer"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
)

func variables() []cel.EnvOption {
	options := []cel.EnvOption{
		ext.Bindings(),
		cel.Constant("never", cel.IntType, types.Int(peer.Never)),
		cel.Variable("status", cel.StringType),
		cel.Variable("tracking", cel.StringType),
		cel.Variable("complaint", cel.BoolType),
	}
	for name := range facts(peer.Order{}) {
		if name != "status" && name != "tracking" && name != "complaint" {
			options = append(options, cel.Variable(name, cel.IntType))
		}
	}
	return options
}

// facts gives an order's facts as CEL's own values.
func facts(order peer.Order) map[string]any {
	return map[string]any{
		"at":                  types.Int(order.At),
		"status":              types.String(order.Status),
		"placed_at":           types.Int(order.PlacedAt),
		"paid_at":             types.Int(order.PaidAt),
		"shipped_at":          types.Int(order.ShippedAt),
		"cancel_requested_at": types.Int(order.CancelRequestedAt),
		"claimed_sent_at":     types.Int(order.ClaimedSentAt),
		"tracking_asked_at":   types.Int(order.TrackingAskedAt),
		"tracking_given_at":   types.Int(order.TrackingGivenAt),
		"disputed_at":         types.Int(order.DisputedAt),
		"closed_at":           types.Int(order.ClosedAt),
		"refunded_at":         types.Int(order.RefundedAt),
		"total":               types.Int(order.Total),
		"complaint":           types.Bool(order.Complaint),
		"tracking":            types.String(order.Tracking),
	}
}

func load() cel.Program {
	text, err := os.ReadFile("benchmarks/peers/go/cel/policy.cel")
	peer.Must(err)
	environment, err := cel.NewEnv(variables()...)
	peer.Must(err)
	checked, issues := environment.Compile(string(text))
	peer.Must(issues.Err())
	program, err := environment.Program(checked, cel.EvalOptions(cel.OptOptimize))
	peer.Must(err)
	return program
}

func decide(program cel.Program, facts any) ref.Val {
	value, _, err := program.Eval(facts)
	peer.Must(err)
	return value
}

// answerOf reads the map that the policy gives.
func answerOf(value ref.Val) peer.Answer {
	found := value.Value().(map[ref.Val]ref.Val)
	number := func(name string) int64 {
		number, _ := found[types.String(name)].(types.Int)
		return int64(number)
	}
	text := func(name string) string {
		text, _ := found[types.String(name)].(types.String)
		return string(text)
	}
	answer := peer.Answer{Status: text("status"), Allowed: []string{}, Refund: number("refund")}
	for bit, name := range peer.Permissions {
		if number("allowed")>>bit&1 != 0 {
			answer.Allowed = append(answer.Allowed, name)
		}
	}
	if state := text("duty"); state != "" {
		answer.Duty = &peer.Duty{State: state, Due: number("due")}
	}
	if state := text("proof"); state != "" {
		answer.Proof = &peer.Duty{State: state, Due: number("proof_due")}
	}
	return answer
}

func version() string {
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if module.Path == "cel.dev/cel-go" {
			return module.Version
		}
	}
	return ""
}

func main() {
	lines := peer.ReadLines()
	orders := make([]map[string]any, len(lines))
	for i, line := range lines {
		orders[i] = facts(peer.Read(line))
	}
	program := load()
	decideLine := func(line []byte) []byte {
		text, err := json.Marshal(answerOf(decide(program, facts(peer.Read(line)))))
		peer.Must(err)
		return text
	}
	native := peer.Mode{Name: "native",
		Pass: func() {
			for _, order := range orders {
				decide(program, order)
			}
		},
		Lines: func() []string {
			texts := []string{peer.Columns}
			for _, order := range orders {
				texts = append(texts, answerOf(decide(program, order)).CSV())
			}
			return texts
		}}
	peer.Serve("cel-go "+version(), len(lines), []peer.Mode{native, peer.OverLines(lines, decideLine)})
}
