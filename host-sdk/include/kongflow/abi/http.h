/* kongflow.http/1: routes on the host's HTTP listener. */
#ifndef KONGFLOW_ABI_HTTP_H
#define KONGFLOW_ABI_HTTP_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_HTTP_SERVICE "kongflow.http/1"

/* The environment that owns the API key in the request's `Authorization: Bearer <api key>`. */
typedef struct kf_environment {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  kf_str id;         /* uuid */
  kf_str slug;
  kf_str type;    /* PRODUCTION | STAGING | DEVELOPMENT | PREVIEW */
  kf_str api_key; /* secret */
  kf_str organization_id;
  kf_str project_id;
} kf_environment;

/* A complete request. The host has read the body, checked its size, and authenticated the request if the route requires
 * it. Borrowed until the hook returns, even if the exchange is completed later. */
typedef struct kf_http_request {
  uint32_t struct_size;
  uint32_t header_count;
  kf_str method;                  /* "POST" */
  kf_str path;                    /* as received, percent-encoded, without the query */
  kf_str query;                   /* the part after "?", as received; empty: none */
  kf_str body;                    /* without transfer coding; without content coding only with KF_HTTP_DECODED_BODY */
  kf_str remote_address;          /* "127.0.0.1" */
  kf_str trace_parent;            /* W3C trace context, or empty */
  const kf_pair* headers;         /* names in lower case, in the order received */
  const kf_pair* path_parameters; /* of ":name" segments, percent-decoded */
  uint32_t path_parameter_count;
  uint32_t reserved;                 /* 0 */
  const kf_environment* environment; /* null on routes without KF_HTTP_ENVIRONMENT */
  /* Since 1.1: */
  uint32_t body_state; /* KF_HTTP_BODY_WHOLE, or KF_HTTP_BODY_DROPPED on routes with KF_HTTP_OPTIONAL_BODY */
  uint32_t secure;     /* 1: the client's connection to the host uses TLS; else 0 */
} kf_http_request;

enum {
  KF_HTTP_BODY_WHOLE = 0,  /* `body` is the body of the request; empty when the client sent none */
  KF_HTTP_BODY_DROPPED = 1 /* the host discarded the client's body; `body` is empty */
};

/* The pending response to one request. It outlives the hook: the host frees it after the plugin's complete(). */
typedef struct kf_exchange kf_exchange;

/* Handles one request. The handler sends the response with complete(), before it returns or later from another thread.
 * When the request's deadline passes first, the host responds with 504. The plugin must call complete() even then:
 * the exchange and its call stay allocated until it does. [worker] */
typedef void (*kf_http_fn)(void* self, const kf_http_request* request, kf_exchange* exchange, kf_call* call);

enum {
  KF_HTTP_ENVIRONMENT = 1u, /* requires an environment's API key; the host responds with 401 without one */
  /* The next three exist since 1.1; an older host rejects the route.
   * The host decodes the content codings gzip and deflate and removes content-encoding from the headers. It responds
   * with 415 and Accept-Encoding to other codings, with 400 to a body that does not match its declared coding, and with
   * 413 to a body that is too large after decoding. */
  KF_HTTP_DECODED_BODY = 2u,
  /* Accepts a request without its body where the host would otherwise respond with 413, 415 or 400: the hook is called
   * with KF_HTTP_BODY_DROPPED. The host stops reading a body that is too large, and closes the connection after the
   * response. */
  KF_HTTP_OPTIONAL_BODY = 4u,
  /* The hook waits for another party, such as a user's app. It runs on a separate thread pool with a limit per share,
   * so that a slow party cannot block other routes, and does not count as a request in flight. The share is the
   * environment of the API key, or the client's address on routes without one. The host responds with 429 when too many
   * requests of the share are waiting. */
  KF_HTTP_WAITS = 8u
};

typedef struct kf_http_route {
  uint32_t struct_size;
  uint32_t flags;
  kf_str method;  /* in upper case */
  kf_str pattern; /* "/api/v1/things/:name"; a ":name" segment takes exactly one non-empty path segment */
  kf_http_fn handle;
  void* self;
} kf_http_route;

typedef struct kf_http_service {
  uint32_t struct_size;
  /* Adds a route. KF_CONFLICT when the method and pattern are taken. A literal segment takes precedence over a
   * parameter. A path with a trailing slash that matches no pattern is matched again without the slash. When a path
   * matches only routes with other methods, the host responds with 405 and Allow, otherwise with 404. [start] */
  kf_status (*add)(const kf_host* host, const kf_http_route* route);
  /* Sends the response and ends the exchange. The host copies the arguments and adds the date, content-length and
   * connection headers. KF_CONFLICT when the exchange was already completed or its deadline had passed. KF_BAD_ARGUMENT
   * (and a 500 to the client) for a status outside 200-599 or a header with control characters. [any] */
  kf_status (*complete)(kf_exchange* exchange, uint32_t status, const kf_pair* headers, uint32_t header_count,
                        kf_str body);
} kf_http_service;

#ifdef __cplusplus
}
#endif
#endif
