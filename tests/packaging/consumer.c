/* Decides one order, as a program of somebody else does in C. Ends well only if the answer is right. */
#include <stdio.h>
#include <string.h>

#include <bywhen/bywhen.h>

static const char policy_text[] =
    "policy tiny \"Tiny\"\nzone \"UTC\"\nterm payment_window = 20 days\nactor buyer \"Buyer\"\n"
    "fact placed_at, paid_at, closed_at : event\nstatus unpaid \"Unpaid\" initial, marks placed_at\n"
    "status paid \"Paid\" final\nstatus closed \"Closed\" final, marks closed_at\n"
    "action pay \"Pay\" { marks paid_at  becomes paid }\naction close \"Close\" { becomes closed }\n"
    "in unpaid {\n  payment: buyer must pay within payment_window after placed_at\n"
    "    otherwise close because \"Nobody paid\"\n}\n";
static const char order_text[] = "{\"status\": \"unpaid\", \"facts\": {\"placed_at\": \"2026-03-01T10:00:00Z\"}}";

int main(void) {
  static const char wanted[] = "2026-03-21T10:00:00Z";
  bywhen_policy* policy = NULL;
  bywhen_text* answer = NULL;
  bywhen_error* error = NULL;
  const char* due = "no deadline";
  int good;
  if (bywhen_policy_from_text("tiny.bywhen", BYWHEN_TERMINATED, policy_text, BYWHEN_TERMINATED, &policy, &error) ==
          BYWHEN_OK &&
      bywhen_decide(policy, order_text, BYWHEN_TERMINATED, "2026-03-10T09:00:00Z", BYWHEN_TERMINATED, &answer,
                    &error) == BYWHEN_OK &&
      strstr(bywhen_text_data(answer), "\"due\":\"2026-03-21T10:00:00Z\"") != NULL)
    due = wanted;
  fputs(bywhen_error_text(error), stderr);
  good = due == wanted;
  printf("bywhen %s: pay by %s\n", bywhen_version(), due);
  bywhen_error_free(error);
  bywhen_text_free(answer);
  bywhen_policy_free(policy);
  return good ? 0 : 1;
}
