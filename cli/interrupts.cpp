#include "cli/interrupts.hpp"

#include <csignal>

namespace bywhen::cli {
namespace {

/// The one thing that a signal's handler may touch.
volatile std::sig_atomic_t was_pressed = 0;

void on_interrupt(int) { was_pressed = 1; }

/// Without SA_RESTART, so that read(2) ends with EINTR.
void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigaction(SIGINT, &action, nullptr);
}

}  // namespace

Interrupts::Interrupts() { handle(on_interrupt); }

Interrupts::~Interrupts() { handle(SIG_DFL); }

bool Interrupts::pressed() { return was_pressed != 0; }

void Interrupts::forget() { was_pressed = 0; }

}  // namespace bywhen::cli
