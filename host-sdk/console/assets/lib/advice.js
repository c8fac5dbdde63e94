// What to do about a call that failed.

export function adviceFor(error) {
  switch (error.status) {
    case 0:
      return 'Check that kongflow-host runs and that this machine reaches it; its log says why it ended.';
    case 401:
      return 'Log in again.';
    case 403:
      return 'Your role may only read. Log in with the operator’s token.';
    case 404:
      return 'It may have been removed, or a task may be done. Go back to the list.';
    case 409:
      return 'Something else holds it at the moment. Look again when that is over.';
    case 400:
    case 422:
      return 'Fix what the message names and try again.';
    case 429:
      return 'Wait until the time that is shown, then try again.';
    case 503:
    case 504:
      return 'The database or the host is busy or away. See Hosts and the overview’s “Needs attention”.';
    default:
      return 'The host’s log has the details: look for the time of this message.';
  }
}
