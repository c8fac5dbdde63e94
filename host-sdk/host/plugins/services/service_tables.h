// The function tables returned by kf_host::get_service, one source file each.
#pragma once

#include "kongflow/abi/admission.h"
#include "kongflow/abi/call.h"
#include "kongflow/abi/config.h"
#include "kongflow/abi/console.h"
#include "kongflow/abi/database.h"
#include "kongflow/abi/health.h"
#include "kongflow/abi/http.h"
#include "kongflow/abi/log.h"
#include "kongflow/abi/metrics.h"
#include "kongflow/abi/tasks.h"

namespace kongflow::host {

extern const kf_admission_service admission_service;
extern const kf_call_service call_service;
extern const kf_config_service config_service;
extern const kf_console_service console_service;
extern const kf_database_service database_service;
extern const kf_health_service health_service;
extern const kf_http_service http_service;
extern const kf_log_service log_service;
extern const kf_metrics_service metrics_service;
extern const kf_task_service task_service;

}  // namespace kongflow::host
