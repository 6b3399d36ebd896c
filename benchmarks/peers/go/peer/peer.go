// Package peer reads the orders and talks with the runner, for programs that decide orders in Go.
package peer

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Never is where lies what has not happened.
const Never = int64(1) << 62

// Order is an order's facts, and the instant at which it is to be decided; times are microseconds since 1970.
type Order struct {
	At                int64  `json:"at"`
	Status            string `json:"status"`
	PlacedAt          int64  `json:"placed_at"`
	PaidAt            int64  `json:"paid_at"`
	ShippedAt         int64  `json:"shipped_at"`
	CancelRequestedAt int64  `json:"cancel_requested_at"`
	ClaimedSentAt     int64  `json:"claimed_sent_at"`
	TrackingAskedAt   int64  `json:"tracking_asked_at"`
	TrackingGivenAt   int64  `json:"tracking_given_at"`
	DisputedAt        int64  `json:"disputed_at"`
	ClosedAt          int64  `json:"closed_at"`
	RefundedAt        int64  `json:"refunded_at"`
	Total             int64  `json:"total"`
	Complaint         bool   `json:"complaint"`
	Tracking          string `json:"tracking"`
}

// Read reads an order from its line.
func Read(line []byte) Order {
	order := Order{PlacedAt: Never, PaidAt: Never, ShippedAt: Never, CancelRequestedAt: Never, ClaimedSentAt: Never,
		TrackingAskedAt: Never, TrackingGivenAt: Never, DisputedAt: Never, ClosedAt: Never, RefundedAt: Never}
	Must(json.Unmarshal(line, &order))
	return order
}

// Duty is how a duty stands.
type Duty struct {
	State string `json:"state"`
	Due   int64  `json:"due"`
}

// Answer is an answer as JSON has it.
type Answer struct {
	Status  string   `json:"status"`
	Allowed []string `json:"allowed"`
	Duty    *Duty    `json:"duty,omitempty"`
	Proof   *Duty    `json:"proof,omitempty"`
	Refund  int64    `json:"refund,omitempty"`
}

// Permissions are the names of what may be done, by the bit that stands for them.
var Permissions = []string{"buyer pay", "seller message_buyer", "seller ship", "buyer request_cancellation",
	"seller confirm", "seller claim_sent", "buyer ask_tracking", "seller give_tracking", "platform accept_tracking",
	"buyer open_dispute", "platform refund", "buyer readd_to_cart"}

// Columns are what a line of CSV tells.
const Columns = "status,allowed,duty,due,proof,proof_due,refund"

// CSV is the answer's line.
func (answer Answer) CSV() string {
	allowed := 0
	for bit, name := range Permissions {
		for _, one := range answer.Allowed {
			if one == name {
				allowed |= 1 << bit
			}
		}
	}
	return fmt.Sprintf("%s,%d,%s,%s,%d", answer.Status, allowed, answer.Duty.csv(), answer.Proof.csv(), answer.Refund)
}

func (duty *Duty) csv() string {
	if duty == nil {
		return ","
	}
	return duty.State + "," + strconv.FormatInt(duty.Due, 10)
}

// Mode is a form in which orders are taken and answers given.
type Mode struct {
	Name string
	// Pass decides all orders once; this is what is timed.
	Pass func()
	// Lines decides all orders once more and gives the answers' lines.
	Lines func() []string
}

// OverLines is the mode from lines of JSON to lines of JSON.
func OverLines(lines [][]byte, decide func(line []byte) []byte) Mode {
	return Mode{Name: "json",
		Pass: func() {
			for _, line := range lines {
				decide(line)
			}
		},
		Lines: func() []string {
			var texts []string
			for _, line := range lines {
				texts = append(texts, string(decide(line)))
			}
			return texts
		}}
}

// Must ends the program if something went wrong.
func Must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// ReadLines gives the lines of the orders that the command line names.
func ReadLines() [][]byte {
	if len(os.Args) != 3 {
		Must(fmt.Errorf("usage: %s FOLDER COUNT", os.Args[0]))
	}
	count, err := strconv.Atoi(os.Args[2])
	Must(err)
	text, err := os.ReadFile(os.Args[1] + "/orders.json")
	Must(err)
	var lines [][]byte
	for line := range strings.Lines(string(text)) {
		if len(lines) == count {
			break
		}
		lines = append(lines, []byte(line))
	}
	return lines
}

// processorTime is what all threads of the program have used, the garbage collector's too.
func processorTime() time.Duration {
	var usage syscall.Rusage
	Must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// measure gives nanoseconds an order, over as many passes as fill a tenth of a second.
func measure(pass func(), orders int) float64 {
	start := processorTime()
	passes := 0
	for processorTime()-start < 100*time.Millisecond {
		pass()
		passes++
	}
	return float64((processorTime() - start).Nanoseconds()) / float64(passes*orders)
}

// Serve says which modes there are, then answers the runner until it ends.
func Serve(version string, orders int, modes []Mode) {
	// Like the others it has one thread, so that no idle one works for the garbage collector.
	runtime.GOMAXPROCS(1)
	var names []string
	for _, mode := range modes {
		names = append(names, mode.Name)
	}
	hello, err := json.Marshal(map[string]any{"version": version, "modes": names})
	Must(err)
	fmt.Println(string(hello))
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		name, path, write := strings.Cut(input.Text(), " ")
		for _, mode := range modes {
			if mode.Name != name {
				continue
			}
			if write {
				Must(os.WriteFile(path, []byte(strings.Join(mode.Lines(), "\n")+"\n"), 0o644))
				fmt.Println("written")
			} else {
				fmt.Printf("%.2f\n", measure(mode.Pass, orders))
			}
		}
	}
}
