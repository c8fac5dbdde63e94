/* Prints every constant of the ABI, and where every member of every struct is. */
#include "layout.h"

#include <stddef.h>

#include "kongflow/abi/call.h"
#include "kongflow/abi/config.h"
#include "kongflow/abi/console.h"
#include "kongflow/abi/database.h"
#include "kongflow/abi/health.h"
#include "kongflow/abi/http.h"
#include "kongflow/abi/log.h"
#include "kongflow/abi/metrics.h"
#include "kongflow/abi/plugin.h"
#include "kongflow/abi/tasks.h"

#define STRUCT(name) fprintf(out, #name " %zu\n", sizeof(name))
#define MEMBER(name, member) fprintf(out, "  " #member " %zu\n", offsetof(name, member))

#define NUMBER(name) fprintf(out, #name " %lld\n", (long long)(name))
#define TEXT(name) fprintf(out, #name " %s\n", name)

void print_abi_layout(FILE* out) {
  NUMBER(KF_MAGIC);
  NUMBER(KF_ABI_MAJOR);
  NUMBER(KF_OK);
  NUMBER(KF_RETRY);
  NUMBER(KF_FAILED);
  NUMBER(KF_CANCELLED);
  NUMBER(KF_DEADLINE);
  NUMBER(KF_BAD_ARGUMENT);
  NUMBER(KF_CONFLICT);
  NUMBER(KF_UNAVAILABLE);
  NUMBER(KF_NOT_FOUND);
  NUMBER(KF_INTERNAL);
  NUMBER(KF_CONFIG_STRING);
  NUMBER(KF_CONFIG_INTEGER);
  NUMBER(KF_CONFIG_BOOLEAN);
  NUMBER(KF_CONFIG_DURATION);
  NUMBER(KF_CONFIG_SIZE);
  NUMBER(KF_CONFIG_LIST);
  NUMBER(KF_CONSOLE_ON_ROW);
  NUMBER(KF_CONSOLE_ON_PANEL);
  NUMBER(KF_HTTP_ENVIRONMENT);
  NUMBER(KF_LOG_DEBUG);
  NUMBER(KF_LOG_INFO);
  NUMBER(KF_LOG_WARNING);
  NUMBER(KF_LOG_ERROR);
  NUMBER(KF_METRIC_COUNTER);
  NUMBER(KF_METRIC_GAUGE);
  NUMBER(KF_METRIC_HISTOGRAM);
  TEXT(KF_CALL_SERVICE);
  TEXT(KF_CONFIG_SERVICE);
  TEXT(KF_CONSOLE_SERVICE);
  TEXT(KF_DATABASE_SERVICE);
  TEXT(KF_HEALTH_SERVICE);
  TEXT(KF_HTTP_SERVICE);
  TEXT(KF_LOG_SERVICE);
  TEXT(KF_METRICS_SERVICE);
  TEXT(KF_ENTRY_SYMBOL);
  TEXT(KF_TASKS_SERVICE);
  STRUCT(kf_str);
  MEMBER(kf_str, data);
  MEMBER(kf_str, size);
  STRUCT(kf_pair);
  MEMBER(kf_pair, name);
  MEMBER(kf_pair, value);
  STRUCT(kf_host);
  MEMBER(kf_host, struct_size);
  MEMBER(kf_host, abi_minor);
  MEMBER(kf_host, self);
  MEMBER(kf_host, name);
  MEMBER(kf_host, version);
  MEMBER(kf_host, get_service);
  STRUCT(kf_call_service);
  MEMBER(kf_call_service, struct_size);
  MEMBER(kf_call_service, set_error);
  MEMBER(kf_call_service, cancelled);
  MEMBER(kf_call_service, remaining_ms);
  MEMBER(kf_call_service, id);
  STRUCT(kf_log_service);
  MEMBER(kf_log_service, struct_size);
  MEMBER(kf_log_service, enabled);
  MEMBER(kf_log_service, write);
  STRUCT(kf_config_option);
  MEMBER(kf_config_option, struct_size);
  MEMBER(kf_config_option, type);
  MEMBER(kf_config_option, name);
  MEMBER(kf_config_option, default_value);
  MEMBER(kf_config_option, doc);
  MEMBER(kf_config_option, required);
  MEMBER(kf_config_option, secret);
  MEMBER(kf_config_option, minimum);
  MEMBER(kf_config_option, maximum);
  STRUCT(kf_config_service);
  MEMBER(kf_config_service, struct_size);
  MEMBER(kf_config_service, string);
  MEMBER(kf_config_service, integer);
  MEMBER(kf_config_service, boolean);
  MEMBER(kf_config_service, list_entry);
  STRUCT(kf_task);
  MEMBER(kf_task, struct_size);
  MEMBER(kf_task, attempt);
  MEMBER(kf_task, max_attempts);
  MEMBER(kf_task, reserved);
  MEMBER(kf_task, identifier);
  MEMBER(kf_task, task_id);
  MEMBER(kf_task, payload_json);
  MEMBER(kf_task, queue_name);
  MEMBER(kf_task, trace_parent);
  STRUCT(kf_task_spec);
  MEMBER(kf_task_spec, struct_size);
  MEMBER(kf_task_spec, priority);
  MEMBER(kf_task_spec, max_attempts);
  MEMBER(kf_task_spec, reserved);
  MEMBER(kf_task_spec, delay_ms);
  MEMBER(kf_task_spec, identifier);
  MEMBER(kf_task_spec, payload_json);
  MEMBER(kf_task_spec, queue_name);
  MEMBER(kf_task_spec, job_key);
  STRUCT(kf_task_service);
  MEMBER(kf_task_service, struct_size);
  MEMBER(kf_task_service, add);
  MEMBER(kf_task_service, enqueue);
  STRUCT(kf_environment);
  MEMBER(kf_environment, struct_size);
  MEMBER(kf_environment, reserved);
  MEMBER(kf_environment, id);
  MEMBER(kf_environment, slug);
  MEMBER(kf_environment, type);
  MEMBER(kf_environment, api_key);
  MEMBER(kf_environment, organization_id);
  MEMBER(kf_environment, project_id);
  STRUCT(kf_http_request);
  MEMBER(kf_http_request, struct_size);
  MEMBER(kf_http_request, header_count);
  MEMBER(kf_http_request, method);
  MEMBER(kf_http_request, path);
  MEMBER(kf_http_request, query);
  MEMBER(kf_http_request, body);
  MEMBER(kf_http_request, remote_address);
  MEMBER(kf_http_request, trace_parent);
  MEMBER(kf_http_request, headers);
  MEMBER(kf_http_request, path_parameters);
  MEMBER(kf_http_request, path_parameter_count);
  MEMBER(kf_http_request, reserved);
  MEMBER(kf_http_request, environment);
  STRUCT(kf_http_route);
  MEMBER(kf_http_route, struct_size);
  MEMBER(kf_http_route, flags);
  MEMBER(kf_http_route, method);
  MEMBER(kf_http_route, pattern);
  MEMBER(kf_http_route, handle);
  MEMBER(kf_http_route, self);
  STRUCT(kf_http_service);
  MEMBER(kf_http_service, struct_size);
  MEMBER(kf_http_service, add);
  MEMBER(kf_http_service, complete);
  STRUCT(kf_database_service);
  MEMBER(kf_database_service, struct_size);
  MEMBER(kf_database_service, connection_string);
  STRUCT(kf_metric);
  MEMBER(kf_metric, struct_size);
  MEMBER(kf_metric, kind);
  MEMBER(kf_metric, name);
  MEMBER(kf_metric, help);
  MEMBER(kf_metric, label_names);
  MEMBER(kf_metric, label_count);
  MEMBER(kf_metric, bucket_count);
  MEMBER(kf_metric, buckets);
  STRUCT(kf_metrics_service);
  MEMBER(kf_metrics_service, struct_size);
  MEMBER(kf_metrics_service, define);
  MEMBER(kf_metrics_service, record);
  STRUCT(kf_console_column);
  MEMBER(kf_console_column, struct_size);
  MEMBER(kf_console_column, sortable);
  MEMBER(kf_console_column, key);
  MEMBER(kf_console_column, title);
  MEMBER(kf_console_column, kind);
  STRUCT(kf_console_field);
  MEMBER(kf_console_field, struct_size);
  MEMBER(kf_console_field, required);
  MEMBER(kf_console_field, key);
  MEMBER(kf_console_field, title);
  MEMBER(kf_console_field, kind);
  MEMBER(kf_console_field, column);
  MEMBER(kf_console_field, help);
  STRUCT(kf_console_action);
  MEMBER(kf_console_action, struct_size);
  MEMBER(kf_console_action, mutates);
  MEMBER(kf_console_action, id);
  MEMBER(kf_console_action, title);
  MEMBER(kf_console_action, confirm);
  MEMBER(kf_console_action, confirm_column);
  MEMBER(kf_console_action, fields);
  MEMBER(kf_console_action, field_count);
  MEMBER(kf_console_action, scope);
  STRUCT(kf_console_panel);
  MEMBER(kf_console_panel, struct_size);
  MEMBER(kf_console_panel, column_count);
  MEMBER(kf_console_panel, id);
  MEMBER(kf_console_panel, title);
  MEMBER(kf_console_panel, parent);
  MEMBER(kf_console_panel, columns);
  MEMBER(kf_console_panel, actions);
  MEMBER(kf_console_panel, action_count);
  MEMBER(kf_console_panel, reserved);
  MEMBER(kf_console_panel, rows);
  MEMBER(kf_console_panel, row);
  MEMBER(kf_console_panel, act);
  MEMBER(kf_console_panel, version);
  MEMBER(kf_console_panel, self);
  STRUCT(kf_console_service);
  MEMBER(kf_console_service, struct_size);
  MEMBER(kf_console_service, add_panel);
  MEMBER(kf_console_service, reply);
  STRUCT(kf_health_service);
  MEMBER(kf_health_service, struct_size);
  MEMBER(kf_health_service, add);
  STRUCT(kf_plugin);
  MEMBER(kf_plugin, struct_size);
  MEMBER(kf_plugin, self);
  MEMBER(kf_plugin, configure);
  MEMBER(kf_plugin, start);
  MEMBER(kf_plugin, drain);
  MEMBER(kf_plugin, stop);
  MEMBER(kf_plugin, destroy);
  STRUCT(kf_descriptor);
  MEMBER(kf_descriptor, magic);
  MEMBER(kf_descriptor, struct_size);
  MEMBER(kf_descriptor, abi_major);
  MEMBER(kf_descriptor, abi_minor);
  MEMBER(kf_descriptor, need_minor);
  MEMBER(kf_descriptor, reserved);
  MEMBER(kf_descriptor, id);
  MEMBER(kf_descriptor, name);
  MEMBER(kf_descriptor, version);
  MEMBER(kf_descriptor, build);
  MEMBER(kf_descriptor, requires_services);
  MEMBER(kf_descriptor, options);
  MEMBER(kf_descriptor, option_count);
  MEMBER(kf_descriptor, create);
}
