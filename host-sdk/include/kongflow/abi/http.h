/* kongflow.http/1: routes below the host's HTTP listener. */
#ifndef KONGFLOW_ABI_HTTP_H
#define KONGFLOW_ABI_HTTP_H
#include "kongflow/abi/types.h"
#ifdef __cplusplus
extern "C" {
#endif

#define KF_HTTP_SERVICE "kongflow.http/1"

/* The environment that the request's `Authorization: Bearer <api key>` belongs to. */
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

/* A whole request: the host has read its body, checked its size, authenticated it when the route asks for that.
 * Borrowed until the hook returns, even if the exchange is completed later. */
typedef struct kf_http_request {
  uint32_t struct_size;
  uint32_t header_count;
  kf_str method;                  /* "POST" */
  kf_str path;                    /* as sent, percent-encoded, without the query */
  kf_str query;                   /* after "?", as sent; empty: none */
  kf_str body;                    /* transfer coding removed, content coding only on routes with KF_HTTP_DECODED_BODY */
  kf_str remote_address;          /* "127.0.0.1" */
  kf_str trace_parent;            /* W3C trace context, or empty */
  const kf_pair* headers;         /* names in lower case, in the order sent */
  const kf_pair* path_parameters; /* of ":name" segments, percent-decoded */
  uint32_t path_parameter_count;
  uint32_t reserved;                 /* 0 */
  const kf_environment* environment; /* null on routes without KF_HTTP_ENVIRONMENT */
  /* Since 1.1: */
  uint32_t body_state; /* KF_HTTP_BODY_WHOLE, or KF_HTTP_BODY_DROPPED on routes with KF_HTTP_OPTIONAL_BODY */
  uint32_t secure;     /* 1: the client's connection to the host uses TLS; else 0 */
} kf_http_request;

enum {
  KF_HTTP_BODY_WHOLE = 0,  /* `body` is what the client sent; empty: nothing */
  KF_HTTP_BODY_DROPPED = 1 /* the client sent a body that the host does not hand over; `body` is empty */
};

/* The answer that a request waits for. Outlives the hook, until the plugin's complete(). */
typedef struct kf_exchange kf_exchange;

/* Answers with complete(), before it returns or later from another thread. What it has not completed when the
 * request's time is over, the host answers with 504; the exchange is to be completed even so, it and its call are kept
 * until then. [worker] */
typedef void (*kf_http_fn)(void* self, const kf_http_request* request, kf_exchange* exchange, kf_call* call);

enum {
  KF_HTTP_ENVIRONMENT = 1u, /* only with an environment's API key; else the host answers 401 itself */
  /* The next three since 1.1; an older host refuses the route.
   * The host removes the content codings gzip and deflate from the body, and content-encoding from the headers. It
   * answers 415 with Accept-Encoding to other codings, 400 to a body that is not encoded as it says, and 413 to one
   * that is too large once decoded. */
  KF_HTTP_DECODED_BODY = 2u,
  /* A body that the host would answer with 413, 415 or 400 does not refuse the request: the hook is called without it,
   * see body_state. The host reads no more of a body that is too large, and closes the connection after the answer. */
  KF_HTTP_OPTIONAL_BODY = 4u,
  /* The hook waits for another party, such as a user's app. It runs on threads for that purpose, a bounded number for
   * each share, and holds no place among the requests in flight. The share is the environment of the key, or the
   * client's address without one. The host answers 429 for a share that has too many requests waiting. */
  KF_HTTP_WAITS = 8u
};

typedef struct kf_http_route {
  uint32_t struct_size;
  uint32_t flags;
  kf_str method;  /* one method, upper case */
  kf_str pattern; /* "/api/v1/things/:name"; a ":name" segment takes exactly one non-empty path segment */
  kf_http_fn handle;
  void* self;
} kf_http_route;

typedef struct kf_http_service {
  uint32_t struct_size;
  /* KF_CONFLICT when the method and pattern are taken. A literal segment wins over a parameter. A path with a trailing
   * slash that no pattern fits is matched without the slash. For a path that only other methods know the host answers
   * 405 with Allow, else 404. [start] */
  kf_status (*add)(const kf_host* host, const kf_http_route* route);
  /* Sends the answer and ends the exchange. The host copies what it is given, and adds date, content-length and
   * connection headers. KF_CONFLICT when it was completed before or its time was over, KF_BAD_ARGUMENT (and a 500 to
   * the client) for a status outside 200-599 or a header with control characters. [any] */
  kf_status (*complete)(kf_exchange* exchange, uint32_t status, const kf_pair* headers, uint32_t header_count,
                        kf_str body);
} kf_http_service;

#ifdef __cplusplus
}
#endif
#endif
