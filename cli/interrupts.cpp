#include "cli/interrupts.hpp"

#include <termios.h>
#include <unistd.h>

#include <csignal>

namespace bywhen::cli {
namespace {

/// The one thing that a signal's handler may touch.
volatile std::sig_atomic_t was_pressed = 0;

void on_interrupt(int) { was_pressed = 1; }

/// A terminal throws away what was typed ahead when Ctrl-C is pressed, unless it is told not to.
void keep_typed_lines(bool keep) {
  termios settings{};
  if (tcgetattr(STDIN_FILENO, &settings) != 0) return;
  if (keep) {
    settings.c_lflag |= static_cast<tcflag_t>(NOFLSH);
  } else {
    settings.c_lflag &= ~static_cast<tcflag_t>(NOFLSH);
  }
  tcsetattr(STDIN_FILENO, TCSADRAIN, &settings);
}

/// Without SA_RESTART, so that read(2) ends with EINTR.
void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigaction(SIGINT, &action, nullptr);
}

}  // namespace

Interrupts::Interrupts() {
  keep_typed_lines(true);
  handle(on_interrupt);
}

Interrupts::~Interrupts() {
  handle(SIG_DFL);
  keep_typed_lines(false);
}

bool Interrupts::pressed() { return was_pressed != 0; }

void Interrupts::forget() { was_pressed = 0; }

}  // namespace bywhen::cli
